import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FoundPhotos, FoundQuery, Tag } from '../store.ts';
import { absentPhotos } from './absent.ts';
import { SqlFileStore } from './files.ts';
import { photoQuery } from './photo-filter.ts';
import { hasOneOf, photosTagged } from './photos-tagged.ts';
import type { Tables } from './tables.ts';

/**
 * Where more are found, the first of them come soonest when one goes through the files in order of path and asks each;
 * below, all that are found are put in order.
 */
const MANY = 20_000;
/** With so many names every photo has one of them soon: to ask each photo is quicker than to gather those of each name. */
const MANY_NAMES = 200;

const PAGE = 2000;

/** What is found is counted, and only what is shown is read. */
export async function foundPhotos(db: Kysely<Tables>, query: FoundQuery): Promise<FoundPhotos> {
  const { limit } = query;
  const found = foundBy(db, query);
  // A filter goes through all photos: once must do.
  if (hasFilter(query.filter)) {
    const { rows } = await sql<{ sha1: string }>`${found}`.execute(db);
    return {
      total: rows.length,
      sha1s: await byPath(
        db,
        rows.map((row) => row.sha1),
        limit,
      ),
    };
  }
  const few = await sql<{ sha1: string }>`${found} limit ${MANY + 1}`.execute(db);
  const sha1s = few.rows.map((row) => row.sha1);
  if (sha1s.length <= MANY) return { total: sha1s.length, sha1s: await byPath(db, sha1s, limit) };
  const counted = await sql<{ photos: number | string }>`
    select count(*) as photos from (${found}) as found`.execute(db);
  return { total: Number(counted.rows[0]!.photos), sha1s: await firstByPath(db, query) };
}

function foundBy(db: Kysely<Tables>, { filter, tagged }: FoundQuery): RawBuilder<unknown> {
  // Asked once, and not in each half of the union.
  const passing = hasFilter(filter)
    ? sql`with passing as materialized ${photoQuery(db, filter ?? {})} `
    : sql``;
  const passes = hasFilter(filter) ? [sql`sha1 in (select item from passing)`] : [];
  const [first, ...others] = tagged.toSorted((a, b) => a.length - b.length);
  if (first === undefined || first.length > MANY_NAMES) {
    const conditions = tagged.map((tags) => hasOneOf(sql.ref('present.sha1'), tags));
    const present = sql`(select item as sha1 from ${photoQuery(db, filter ?? {})} as passing) as present`;
    return sql`select sha1 from ${present} where ${all(conditions)}`;
  }
  const conditions = [
    sql`sha1 not in ${absentPhotos}`,
    ...passes,
    ...others.map((tags) => hasOneOf(sql.ref('photo.sha1'), tags)),
  ];
  return sql`${passing}select sha1 from (${photosTagged(first)}) as photo where ${all(conditions)}`;
}

/** Photos at several paths stand where their first path does. */
async function byPath(db: Kysely<Tables>, sha1s: readonly string[], limit: number | null): Promise<string[]> {
  if (limit !== null && sha1s.length > MANY) return firstAmong(db, new Set(sha1s), limit);
  const files = await new SqlFileStore(db).firstPathsOf(sha1s);
  return [...files]
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .slice(0, limit ?? undefined)
    .map(([sha1]) => sha1);
}

/** Through the files in order of path, until enough of those that are meant were seen. */
async function firstAmong(db: Kysely<Tables>, meant: ReadonlySet<string>, limit: number): Promise<string[]> {
  const seen = new Set<string>();
  for (let after: string | null = null; ; ) {
    let files = db.selectFrom('file').select(['path', 'sha1']).where('status', '=', 'present');
    if (after !== null) files = files.where('path', '>', after);
    const page: { path: string; sha1: string | null }[] = await files.orderBy('path').limit(PAGE).execute();
    for (const { sha1 } of page) {
      if (sha1 !== null && meant.has(sha1)) seen.add(sha1);
      if (seen.size === limit) return [...seen];
    }
    if (page.length < PAGE) return [...seen];
    after = page.at(-1)!.path;
  }
}

async function firstByPath(db: Kysely<Tables>, { tagged, limit }: FoundQuery): Promise<string[]> {
  const conditions = tagged.map((tags: readonly Tag[]) => hasOneOf(sql.ref('file.sha1'), tags));
  const { rows } = await sql<{ sha1: string }>`
    select file.sha1 from file where file.status = 'present' and file.sha1 is not null and ${all(conditions)}
      and not exists (select 1 from file as earlier where earlier.sha1 = file.sha1
        and earlier.status = 'present' and earlier.path < file.path)
    order by file.path ${limit === null ? sql`` : sql`limit ${limit}`}`.execute(db);
  return rows.map((row) => row.sha1);
}

const hasFilter = (filter: FoundQuery['filter']): boolean =>
  Object.values(filter ?? {}).some((value) => value !== undefined);

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`1 = 1` : sql.join([...conditions], sql` and `);
