import { type Kysely, type Selectable, sql } from 'kysely';
import type { Cluster, ClusterMethod } from '../../domain/cluster.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type {
  ClusterStore,
  ClusterWindow,
  DatedPhoto,
  MemberFacts,
  MemberPage,
  Page,
  PeopleFlag,
} from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Tables } from './tables.ts';

const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));

/** What has no time is last, and ids decide between equal times. */
const inTimeOrder =
  <Row extends { readonly startMillis: number | null }>(idOf: (row: Row) => string) =>
  (one: Row, other: Row): number =>
    (one.startMillis ?? Number.MAX_SAFE_INTEGER) - (other.startMillis ?? Number.MAX_SAFE_INTEGER) ||
    (idOf(one) < idOf(other) ? -1 : 1);

export class SqlClusterStore implements ClusterStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async datedPhotos({ after, limit }: Page): Promise<DatedPhoto[]> {
    let query = this.#db
      .selectFrom('outcome as photo')
      .leftJoin('capture_time', 'capture_time.sha1', 'photo.item')
      .leftJoin('outcome as vector', (join) =>
        join
          .onRef('vector.item', '=', 'photo.item')
          .on('vector.stage', '=', 'embeddings')
          .on('vector.status', '=', 'done'),
      )
      .leftJoin('outcome as proxy', (join) =>
        join
          .onRef('proxy.item', '=', 'photo.item')
          .on('proxy.stage', '=', 'proxies')
          .on('proxy.status', '=', 'done'),
      )
      .where('photo.stage', '=', 'scan')
      .where('photo.status', '=', 'done')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('outcome as picture')
            .select('picture.item')
            .whereRef('picture.item', '=', 'photo.item')
            .where('picture.stage', 'in', ['metadata', 'proxies'])
            .where('picture.status', '=', 'done'),
        ),
      )
      .select([
        'photo.item as sha1',
        'capture_time.wall_ms as wallMillis',
        'vector.digest as vectorDigest',
        'proxy.digest as proxyDigest',
      ])
      .orderBy('photo.item')
      .limit(limit);
    if (after !== null) query = query.where('photo.item', '>', after);
    const rows = await query.execute();
    return rows.map((row) => ({ ...row, wallMillis: numberOrNull(row.wallMillis) }));
  }

  putWindow(clusters: readonly Cluster[]): Promise<string[]> {
    return atomically(this.#db, (db) => new SqlClusterStore(db).#putWindow(clusters));
  }

  async #putWindow(clusters: readonly Cluster[]): Promise<string[]> {
    await takeTurn(this.#db, 'clusters');
    const members = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
    const sharing = await inChunks(members, (keys) =>
      this.#db.selectFrom('cluster_member').select('cluster_id').where('sha1', 'in', keys).execute(),
    );
    // A run that was killed may have left an id with members that have moved to another window since.
    const namesakes = await inChunks(
      clusters.map((cluster) => cluster.id),
      (keys) => this.#db.selectFrom('cluster').select('id as cluster_id').where('id', 'in', keys).execute(),
    );
    const replaced = new Set([...sharing, ...namesakes].map((row) => row.cluster_id));
    await this.#remove([...replaced]);
    for (const chunk of chunksOf(clusters, 1000)) {
      const rows = chunk.map((cluster) => ({
        id: cluster.id,
        window_id: cluster.windowId,
        method: cluster.method,
        medoid: cluster.medoid,
        start_ms: cluster.startMillis,
        end_ms: cluster.endMillis,
      }));
      await this.#db.insertInto('cluster').values(rows).execute();
    }
    const memberRows = clusters.flatMap((cluster) =>
      cluster.members.map((member, position) => ({
        sha1: member.sha1,
        cluster_id: cluster.id,
        position,
        membership: member.membership,
        distance: member.distanceToMedoid,
        fits: Number(member.fits),
        burst: member.burst,
        is_best: Number(member.isBest),
      })),
    );
    for (const chunk of chunksOf(memberRows, 1000)) {
      await this.#db.insertInto('cluster_member').values(chunk).execute();
    }
    const kept = new Set(clusters.map((cluster) => cluster.id));
    return [...replaced].filter((id) => !kept.has(id));
  }

  removeWithAbsentMembers(): Promise<string[]> {
    return atomically(this.#db, (db) => new SqlClusterStore(db).#removeWithAbsentMembers());
  }

  async #removeWithAbsentMembers(): Promise<string[]> {
    await takeTurn(this.#db, 'clusters');
    const rows = await this.#db
      .selectFrom('cluster_member as member')
      .leftJoin('outcome as photo', (join) =>
        join
          .onRef('photo.item', '=', 'member.sha1')
          .on('photo.stage', '=', 'scan')
          .on('photo.status', '=', 'done'),
      )
      .where('photo.item', 'is', null)
      .select('member.cluster_id')
      .distinct()
      .execute();
    const ids = rows.map((row) => row.cluster_id);
    await this.#remove(ids);
    return ids;
  }

  keepIdentities(): Promise<void> {
    return atomically(this.#db, (db) => new SqlClusterStore(db).#keepIdentities());
  }

  async #keepIdentities(): Promise<void> {
    await takeTurn(this.#db, 'clusters');
    await this.#db
      .deleteFrom('cluster_identity')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('cluster_member as member')
              .select('member.sha1')
              .whereRef('member.sha1', '=', 'cluster_identity.sha1')
              .whereRef('member.cluster_id', '=', 'cluster_identity.cluster_id'),
          ),
        ),
      )
      .execute();
    await this.#db
      .insertInto('cluster_identity')
      .columns(['sha1', 'cluster_id'])
      .expression((from) =>
        from
          .selectFrom('cluster_member as member')
          .leftJoin('cluster_identity as kept', 'kept.sha1', 'member.sha1')
          .where('kept.sha1', 'is', null)
          .select(['member.sha1', 'member.cluster_id']),
      )
      .execute();
  }

  async formerIdsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('cluster_identity').selectAll().where('sha1', 'in', keys).execute(),
    );
    return new Map(rows.map((row) => [row.sha1, row.cluster_id]));
  }

  async formerSizes(): Promise<Map<string, number>> {
    const rows = await this.#db
      .selectFrom('cluster_identity as former')
      .leftJoin('outcome as photo', (join) =>
        join
          .onRef('photo.item', '=', 'former.sha1')
          .on('photo.stage', '=', 'scan')
          .on('photo.status', '=', 'done'),
      )
      .select(({ fn }) => ['former.cluster_id', fn.count('photo.item').as('present')])
      .groupBy('former.cluster_id')
      .execute();
    return new Map(rows.map((row) => [row.cluster_id, Number(row.present)]));
  }

  async count(): Promise<number> {
    const row = await this.#db
      .selectFrom('cluster')
      .select((cluster) => cluster.fn.countAll().as('clusters'))
      .executeTakeFirstOrThrow();
    return Number(row.clusters);
  }

  async page(offset: number, limit: number): Promise<Cluster[]> {
    const rows = await this.#db
      .selectFrom('cluster')
      .selectAll()
      .orderBy((order) => order.fn.coalesce('start_ms', order.val(Number.MAX_SAFE_INTEGER)))
      .orderBy('id')
      .offset(offset)
      .limit(limit)
      .execute();
    return this.#withMembers(rows);
  }

  async get(ids: readonly string[]): Promise<Cluster[]> {
    const rows = await inChunks(ids, (keys) =>
      this.#db.selectFrom('cluster').selectAll().where('id', 'in', keys).execute(),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return this.#withMembers(ids.flatMap((id) => byId.get(id) ?? []));
  }

  async windows(): Promise<ClusterWindow[]> {
    const rows = await this.#db
      .selectFrom('cluster')
      .innerJoin('cluster_member as member', 'member.cluster_id', 'cluster.id')
      .select(({ fn }) => [
        'cluster.window_id as windowId',
        fn.min('cluster.start_ms').as('startMillis'),
        fn.countAll().as('photos'),
      ])
      .groupBy('cluster.window_id')
      .execute();
    return rows
      .map((row) => ({
        windowId: row.windowId,
        startMillis: numberOrNull(row.startMillis as number | null),
        photos: Number(row.photos),
      }))
      .sort(inTimeOrder((window) => window.windowId));
  }

  async ofWindows(windowIds: readonly string[]): Promise<Cluster[]> {
    const rows = await inChunks(windowIds, (keys) =>
      this.#db.selectFrom('cluster').selectAll().where('window_id', 'in', keys).execute(),
    );
    const clusters = await this.#withMembers(rows);
    return clusters.sort(inTimeOrder((cluster) => cluster.id));
  }

  async memberFacts(
    own: StageName,
    facts: readonly StageName[],
    { after, limit, clusterIds }: MemberPage,
  ): Promise<MemberFacts[]> {
    if (clusterIds?.length === 0) return [];
    // Looked up in the order of SHA-1, as the outcomes of each stage are kept: next to each other.
    const digestOf = (stage: StageName) => sql`coalesce(${outcomeOf(stage, 'member.sha1', 'digest')}, '-')`;
    const all = sql.join([sql`coalesce(flag.flag, '')`, ...facts.map(digestOf)], sql` || ' ' || `);
    let query = this.#db
      .selectFrom('cluster_member as member')
      .leftJoin('people_flag as flag', 'flag.sha1', 'member.sha1')
      .select([
        'member.sha1',
        'member.cluster_id as clusterId',
        outcomeOf(own, 'member.sha1', 'fingerprint').as('fingerprint'),
        sql<string>`${all}`.as('facts'),
      ])
      .orderBy('member.sha1')
      .limit(limit);
    if (after !== null) query = query.where('member.sha1', '>', after);
    if (clusterIds !== undefined) query = query.where('member.cluster_id', 'in', [...clusterIds]);
    return query.execute();
  }

  async clusterIdsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('cluster_member')
        .select(['sha1', 'cluster_id'])
        .where('sha1', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.sha1, row.cluster_id]));
  }

  async peopleFlagsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, PeopleFlag>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('people_flag').selectAll().where('sha1', 'in', keys).execute(),
    );
    return new Map(rows.map((row) => [row.sha1, row.flag as PeopleFlag]));
  }

  async putPeopleFlag(sha1s: readonly Sha1[], flag: PeopleFlag | null): Promise<void> {
    for (const chunk of chunksOf(sha1s)) {
      if (flag === null) {
        await this.#db.deleteFrom('people_flag').where('sha1', 'in', chunk).execute();
        continue;
      }
      const rows = chunk.map((sha1) => ({ sha1, flag }));
      await this.#db
        .insertInto('people_flag')
        .values(rows)
        .onConflict((conflict) => conflict.column('sha1').doUpdateSet({ flag }))
        .execute();
    }
  }

  async #remove(ids: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(ids)) {
      await this.#db.deleteFrom('cluster').where('id', 'in', chunk).execute();
      await this.#db.deleteFrom('cluster_member').where('cluster_id', 'in', chunk).execute();
    }
  }

  async #withMembers(rows: readonly Selectable<Tables['cluster']>[]): Promise<Cluster[]> {
    const members = await inChunks(
      rows.map((row) => row.id),
      (keys) =>
        this.#db
          .selectFrom('cluster_member')
          .selectAll()
          .where('cluster_id', 'in', keys)
          .orderBy('cluster_id')
          .orderBy('position')
          .execute(),
    );
    const byCluster = Map.groupBy(members, (member) => member.cluster_id);
    return rows.map((row) => ({
      id: row.id,
      windowId: row.window_id,
      method: row.method as ClusterMethod,
      medoid: row.medoid,
      startMillis: numberOrNull(row.start_ms),
      endMillis: numberOrNull(row.end_ms),
      members: (byCluster.get(row.id) ?? []).map((member) => ({
        sha1: member.sha1,
        membership: member.membership,
        distanceToMedoid: member.distance,
        fits: member.fits === 1,
        burst: member.burst,
        isBest: member.is_best === 1,
      })),
    }));
  }
}
