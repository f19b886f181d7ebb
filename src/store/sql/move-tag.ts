import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { TagKey, TagMove } from '../../domain/vocabulary-change.ts';
import { takeTurn } from './dialect.ts';
import type { Tables } from './tables.ts';

/** Tables with what is known of tags of photos, and their columns beside photo and tag. */
export const TAG_TABLES = {
  proposal: ['position', 'score', 'reason', 'source', 'model', 'probability', 'threshold'],
  decision: ['verdict', 'source'],
  undone_tag: ['run_id'],
  judged_proposal: ['score', 'reason', 'source', 'model', 'probability', 'threshold'],
} as const;
export const TABLE_NAMES = Object.keys(TAG_TABLES) as TagTable[];
export type TagTable = keyof typeof TAG_TABLES;

export const isTag = ({ layer, name }: TagKey, table = ''): RawBuilder<boolean> => {
  const column = (text: string) => sql.ref(table === '' ? text : `${table}.${text}`);
  return sql<boolean>`${column('layer')} = ${layer} and ${column('name')} = ${name}`;
};

/** See VocabularyStore.moveTag. Standard SQL, whole tables at a time: a tag may be on all photos. */
export async function moveTag(
  db: Kysely<Tables>,
  changeId: number,
  { from, to, some }: TagMove,
): Promise<void> {
  await takeTurn(db, 'decisions');
  const here = some
    ? sql`sha1 in (select sha1 from vocabulary_change_photo where change_id = ${changeId})`
    : sql`1 = 1`;
  for (const table of TABLE_NAMES) {
    await keepRows(db, changeId, table, sql`${isTag(from)} and ${here}`);
    // Also of the tag that takes over, on the photos that have something to take over in any of the tables.
    await keepRows(db, changeId, table, sql`${isTag(to)} and ${here} and ${knows(from)}`);
  }
  await settleUndone(db, from, to, here);
  const both = (table: string) =>
    sql`${here} and sha1 in (select sha1 from ${sql.table(table)} as other where ${isTag(to, 'other')})`;

  // Who accepted one of them has accepted it: the weaker row of the two goes.
  await sql`delete from decision where ${isTag(to)} and ${here} and verdict = 'rejected' and sha1 in (
    select sha1 from decision as other where ${isTag(from, 'other')} and other.verdict != 'rejected')`.execute(
    db,
  );
  await sql`delete from decision where ${isTag(from)} and ${both('decision')}`.execute(db);
  await sql`delete from proposal where ${isTag(to)} and ${here} and exists (
    select 1 from proposal as other where other.sha1 = proposal.sha1 and ${isTag(from, 'other')}
      and other.score > proposal.score)`.execute(db);
  await sql`delete from proposal where ${isTag(from)} and ${both('proposal')}`.execute(db);
  for (const table of ['undone_tag', 'judged_proposal']) {
    await sql`delete from ${sql.table(table)} where ${isTag(from)} and ${both(table)}`.execute(db);
  }
  for (const table of TABLE_NAMES) {
    await sql`update ${sql.table(table)} set layer = ${to.layer}, name = ${to.name}
      where ${isTag(from)} and ${here}`.execute(db);
  }
}

/** What was taken back stays so, unless the other tag keeps it. */
async function settleUndone(
  db: Kysely<Tables>,
  from: TagKey,
  to: TagKey,
  here: RawBuilder<unknown>,
): Promise<void> {
  for (const [undone, kept] of [
    [from, to],
    [to, from],
  ] as const) {
    await sql`delete from undone_tag where ${isTag(undone)} and ${here} and sha1 in (${keeping(kept)})`.execute(
      db,
    );
  }
}

/** Photos that have the tag proposed or decided for, and neither rejected nor taken back. */
const keeping = (tag: TagKey) => sql`
  select sha1 from (
    select sha1 from proposal where ${isTag(tag)} and sha1 not in (
      select sha1 from decision where ${isTag(tag)} and verdict = 'rejected')
    union select sha1 from decision where ${isTag(tag)} and verdict != 'rejected') as kept
  where sha1 not in (select sha1 from undone_tag where ${isTag(tag)})`;

const knows = (tag: TagKey) => sql`sha1 in (
  select sha1 from proposal where ${isTag(tag)} union select sha1 from decision where ${isTag(tag)}
  union select sha1 from undone_tag where ${isTag(tag)}
  union select sha1 from judged_proposal where ${isTag(tag)})`;

async function keepRows(
  db: Kysely<Tables>,
  changeId: number,
  table: TagTable,
  where: RawBuilder<unknown>,
): Promise<void> {
  const columns = sql.join(TAG_TABLES[table].map((column) => sql.ref(column)));
  await sql`insert into vocabulary_former_row (change_id, kept_from, sha1, layer, name, ${columns})
    select ${changeId}, ${table}, sha1, layer, name, ${columns} from ${sql.table(table)} where ${where}
    on conflict do nothing`.execute(db);
}
