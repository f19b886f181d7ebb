import { type Kysely, sql } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type { PhotoFilter } from '../store.ts';
import { absentPhotos } from './absent.ts';
import { jsonText } from './dialect.ts';
import type { Tables } from './tables.ts';

/** Present photos that are all that the filter asks, in SHA-1 order. */
export async function matchingPhotos(db: Kysely<Tables>, filter: PhotoFilter): Promise<Sha1[]> {
  const rows = await photoQuery(db, filter).orderBy('photo.item').execute();
  return rows.map((row) => row.item);
}

/** The same as a query, for others to build on. */
export function photoQuery(db: Kysely<Tables>, filter: PhotoFilter) {
  const { fromMillis, toMillis, leastTrust, camera, inPeopleSet, reviewed } = filter;
  let query = db
    .selectFrom('outcome as photo')
    .select('photo.item')
    .where('photo.stage', '=', 'scan')
    // Not by its status: this way the index of the key says it all.
    .where(sql<boolean>`photo.item not in ${absentPhotos}`);
  if (fromMillis !== undefined || toMillis !== undefined || leastTrust !== undefined) {
    let dated = db.selectFrom('capture_time').select('sha1').where('wall_ms', 'is not', null);
    if (fromMillis !== undefined) dated = dated.where('wall_ms', '>=', fromMillis);
    if (toMillis !== undefined) dated = dated.where('wall_ms', '<=', toMillis);
    if (leastTrust !== undefined) dated = dated.where('trust', '>=', leastTrust);
    query = query.where('photo.item', 'in', dated);
  }
  if (camera !== undefined) {
    const named = sql<string>`lower(coalesce(${jsonText(db, 'metadata', 'make')}, '') || ' ' || coalesce(${jsonText(db, 'metadata', 'model')}, ''))`;
    const part = `%${camera.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(
      'photo.item',
      'in',
      db.selectFrom('metadata').select('sha1').where(sql<boolean>`${named} like ${part} escape '\\'`),
    );
  }
  if (reviewed !== undefined) {
    query = query.where('photo.item', reviewed ? 'in' : 'not in', db.selectFrom('decision').select('sha1'));
  }
  if (inPeopleSet !== undefined) query = query.where('photo.item', 'in', membersOf(db, inPeopleSet));
  return query;
}

/** Of a member, with `detection` and `people_flag` joined: what the user said, or the detector. */
export const memberVerdict = (db: Kysely<Tables>) =>
  sql<string>`case people_flag.flag when 'set' then 'people' when 'lifted' then 'no-people'
    else coalesce(${jsonText(db, 'detection.finding', 'verdict')}, 'undecided') end`;

/** Members of clusters that are people sets, or that are proven to be none; see `verdictOf` in the stages. */
function membersOf(db: Kysely<Tables>, peopleSets: boolean) {
  const verdict = memberVerdict(db);
  const clusters = db
    .selectFrom('cluster_member')
    .leftJoin('detection', 'detection.sha1', 'cluster_member.sha1')
    .leftJoin('people_flag', 'people_flag.sha1', 'cluster_member.sha1')
    .select('cluster_member.cluster_id')
    .where(peopleSets ? sql<boolean>`${verdict} = 'people'` : sql<boolean>`${verdict} <> 'no-people'`);
  return db
    .selectFrom('cluster_member')
    .select('sha1')
    .where('cluster_id', peopleSets ? 'in' : 'not in', clusters);
}
