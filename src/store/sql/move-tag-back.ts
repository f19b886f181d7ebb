import { type Kysely, sql } from 'kysely';
import type { TagKey, TagMove } from '../../domain/vocabulary-change.ts';
import { takeTurn } from './dialect.ts';
import { isTag, TABLE_NAMES, TAG_TABLES, type TagTable } from './move-tag.ts';
import type { Tables } from './tables.ts';

/** See VocabularyStore.moveBack. */
export async function moveTagBack(
  db: Kysely<Tables>,
  changeId: number,
  { from, to }: TagMove,
  all: boolean,
): Promise<void> {
  await takeTurn(db, 'decisions');
  const since = await decidedSince(db, changeId, from, to);
  for (const table of TABLE_NAMES) {
    const kept = sql`select sha1 from vocabulary_former_row
      where change_id = ${changeId} and (${isTag(from)} or ${isTag(to)})`;
    if (all) {
      // What came since on other photos. Where something stands under the old name again, it stays as well.
      await sql`update ${sql.table(table)} set layer = ${from.layer}, name = ${from.name}
        where ${isTag(to)} and sha1 not in (${kept})
          and sha1 not in (select sha1 from ${sql.table(table)} as other where ${isTag(from, 'other')})`.execute(
        db,
      );
    }
    await sql`delete from ${sql.table(table)} where (${isTag(from)} or ${isTag(to)}) and sha1 in (${kept})`.execute(
      db,
    );
    await putBack(db, changeId, table, from, to);
  }
  for (const { sha1, verdict, source } of since) {
    for (const tag of [from, to]) {
      // The last word of the user is about what was one tag then: it is about each of the two now.
      await sql`update decision set verdict = ${verdict}, source = ${source}
        where sha1 = ${sha1} and ${isTag(tag)}`.execute(db);
    }
    await sql`insert into decision (sha1, layer, name, verdict, source)
      select ${sha1}, ${from.layer}, ${from.name}, ${verdict}, ${source}
      where not exists (select 1 from decision where sha1 = ${sha1} and (${isTag(from)} or ${isTag(to)}))`.execute(
      db,
    );
  }
}

interface Said {
  readonly sha1: string;
  readonly verdict: string;
  readonly source: string | null;
}

/** Decisions on the photos of the change that are others than those that the change made. */
async function decidedSince(db: Kysely<Tables>, changeId: number, from: TagKey, to: TagKey): Promise<Said[]> {
  const former = (tag: TagKey, as: string) => sql`left join vocabulary_former_row as ${sql.ref(as)}
    on ${sql.ref(`${as}.change_id`)} = ${changeId} and ${sql.ref(`${as}.kept_from`)} = 'decision'
      and ${sql.ref(`${as}.sha1`)} = decision.sha1 and ${isTag(tag, as)}`;
  // As moveTag settles it: who kept one of them keeps it, and then the other tag's own word stands.
  const made = sql`case when b.verdict is null or (b.verdict = 'rejected' and a.verdict != 'rejected')
    then a.verdict else b.verdict end`;
  const { rows } = await sql<Said>`
    select decision.sha1, decision.verdict, decision.source from decision ${former(from, 'a')} ${former(to, 'b')}
    where ${isTag(to, 'decision')} and decision.sha1 in (
      select sha1 from vocabulary_former_row where change_id = ${changeId} and ${isTag(from)})
      and (${made} is null or ${made} != decision.verdict)`.execute(db);
  return rows;
}

async function putBack(
  db: Kysely<Tables>,
  changeId: number,
  table: TagTable,
  from: TagKey,
  to: TagKey,
): Promise<void> {
  const columns = sql.join(TAG_TABLES[table].map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (sha1, layer, name, ${columns})
    select sha1, layer, name, ${columns} from vocabulary_former_row
    where change_id = ${changeId} and kept_from = ${table} and (${isTag(from)} or ${isTag(to)})`.execute(db);
}
