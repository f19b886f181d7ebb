import { type RawBuilder, sql } from 'kysely';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Tag } from '../store.ts';

/** Below SQLite's limit of 32,766 variables a statement, with room for others; twice in a statement at most. */
const MOST_NAMES = 10_000;

/** SHA-1s of photos with one of these tags, proposed and not rejected, or decided: each once, of missing files too. */
export function photosTagged(tags: readonly Tag[]): RawBuilder<unknown> {
  if (tags.length === 0) return sql`select sha1 from proposal where 1 = 0`;
  return sql`select proposal.sha1 from proposal where ${isOneOf('proposal', tags)} and ${NOT_REJECTED}
    union select decision.sha1 from decision where ${isOneOf('decision', tags)} and decision.verdict <> 'rejected'`;
}

/** The same of one photo: true where it has one of these tags. */
export function hasOneOf(sha1: RawBuilder<unknown>, tags: readonly Tag[]): RawBuilder<boolean> {
  if (tags.length === 0) return sql<boolean>`1 = 0`;
  return sql<boolean>`(exists (select 1 from proposal where proposal.sha1 = ${sha1}
      and ${isOneOf('proposal', tags)} and ${NOT_REJECTED})
    or exists (select 1 from decision where decision.sha1 = ${sha1}
      and ${isOneOf('decision', tags)} and decision.verdict <> 'rejected'))`;
}

const NOT_REJECTED = sql`not exists (select 1 from decision as rejection where rejection.sha1 = proposal.sha1
  and rejection.layer = proposal.layer and rejection.name = proposal.name and rejection.verdict = 'rejected')`;

function isOneOf(table: 'proposal' | 'decision', tags: readonly Tag[]): RawBuilder<unknown> {
  if (tags.length > MOST_NAMES) {
    throw new PhotoTagError('USAGE', `${tags.length.toLocaleString('en')} tags are meant at once`, {
      remedy: `Say more exactly which tags are meant: ${MOST_NAMES.toLocaleString('en')} at most.`,
    });
  }
  const layers = [...Map.groupBy(tags, (tag) => tag.layer)].map(([layer, same]) => {
    const names = sql.join(same.map((tag) => tag.name));
    return sql`(${sql.ref(`${table}.layer`)} = ${layer} and ${sql.ref(`${table}.name`)} in (${names}))`;
  });
  return sql`(${sql.join(layers, sql` or `)})`;
}
