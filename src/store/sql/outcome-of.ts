import { type RawBuilder, sql } from 'kysely';
import type { StageName } from '../../domain/stage-name.ts';

/**
 * A column of the outcome that an item has in a stage; null where it has none. Looked up by its key and not joined: while a
 * stage goes on no planner knows how many items it has done, and a join that starts with them reads them all.
 * @param item column of the query around it, as `member.sha1`
 */
export const outcomeOf = (
  stage: StageName,
  item: string,
  column: 'fingerprint' | 'status' | 'digest',
): RawBuilder<string | null> =>
  sql<string | null>`(select found.${sql.ref(column)} from outcome as found
    where found.stage = ${stage} and found.item = ${sql.ref(item)})`;
