import { type Kysely, sql } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { ClusterFilter, ClusterInShort, ClusterOrder, MedoidTag, ReviewStore } from '../review-store.ts';
import { inChunks } from './chunks.ts';
import { memberVerdict, photoQuery } from './photo-filter.ts';
import type { Tables } from './tables.ts';

/** Sums of half floats are not exact: a picture is a little apart from its copy. */
const NO_DISTANCE = 1e-6;

/** A cluster is what its member with the highest rank is. */
const PEOPLE_BY_RANK = ['no-people', 'undecided', 'people'] as const;

export class SqlReviewStore implements ReviewStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async clusterIds(filter: ClusterFilter, order: ClusterOrder): Promise<string[]> {
    const db = this.#db;
    const { photos, windowId, tag, reviewed, leastMembers = 1 } = filter;
    let query = db.selectFrom('cluster').select('cluster.id');
    if (windowId !== undefined) query = query.where('cluster.window_id', '=', windowId);
    if (photos !== undefined && Object.values(photos).some((value) => value !== undefined)) {
      query = query.where(
        'cluster.id',
        'in',
        db.selectFrom('cluster_member').select('cluster_id').where('sha1', 'in', photoQuery(db, photos)),
      );
    }
    if (reviewed !== undefined)
      query = query.where('cluster.id', reviewed ? 'in' : 'not in', this.#decided());
    if (tag !== undefined) query = query.where('cluster.id', 'in', this.#tagged(tag));
    if (leastMembers > 1 || order === 'size') {
      const sizes = db
        .selectFrom('cluster_member')
        .select(['cluster_id', (member) => member.fn.countAll().as('members')])
        .groupBy('cluster_id');
      query = query
        .innerJoin(sizes.as('size'), 'size.cluster_id', 'cluster.id')
        .where('size.members', '>=', leastMembers);
      if (order === 'size') query = query.orderBy(sql`size.members`, 'desc');
    }
    if (order === 'unsure') {
      query = query
        .leftJoin(this.#doubts().as('doubt'), 'doubt.cluster_id', 'cluster.id')
        .orderBy(sql`coalesce(doubt.distance, 2)`);
    }
    const rows = await query
      .orderBy((by) => by.fn.coalesce('cluster.start_ms', by.val(Number.MAX_SAFE_INTEGER)))
      .orderBy('cluster.id')
      .execute();
    return rows.map((row) => row.id);
  }

  async clustersOfMedoids(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('cluster_member as member')
        .innerJoin('cluster', (join) =>
          join.onRef('cluster.id', '=', 'member.cluster_id').onRef('cluster.medoid', '=', 'member.sha1'),
        )
        .select(['member.sha1', 'cluster.id'])
        .where('member.sha1', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.sha1, row.id]));
  }

  async sampleDistances(members: number): Promise<number[]> {
    // Chosen before it is known what they are: a library of single photos would be read from end to end.
    const sample = this.#db
      .selectFrom('cluster_member')
      .select(['sha1', 'distance', 'fits'])
      .orderBy('sha1')
      .limit(members);
    const rows = await this.#db
      .selectFrom(sample.as('member'))
      .select('distance')
      .where('distance', '>', NO_DISTANCE)
      .where('fits', '=', 1)
      .orderBy('sha1')
      .execute();
    return rows.map((row) => Number(row.distance));
  }

  async inShort(): Promise<ClusterInShort[]> {
    const db = this.#db;
    const verdict = memberVerdict(db);
    const rows = await db
      .selectFrom('cluster')
      .innerJoin('cluster_member', 'cluster_member.cluster_id', 'cluster.id')
      .leftJoin('detection', 'detection.sha1', 'cluster_member.sha1')
      .leftJoin('people_flag', 'people_flag.sha1', 'cluster_member.sha1')
      .select([
        'cluster.id',
        'cluster.medoid',
        (member) => member.fn.countAll().as('members'),
        sql<number>`max(case when ${verdict} = 'people' then 2 when ${verdict} = 'no-people' then 0 else 1 end)`.as(
          'people',
        ),
      ])
      .groupBy(['cluster.id', 'cluster.medoid'])
      .orderBy('cluster.id')
      .execute();
    const decided = new Set((await this.#decided().distinct().execute()).map((row) => row.cluster_id));
    return rows.map(({ id, medoid, members, people }) => ({
      id,
      medoid,
      members: Number(members),
      people: PEOPLE_BY_RANK[Number(people)]!,
      reviewed: decided.has(id),
    }));
  }

  async medoidTags(): Promise<MedoidTag[]> {
    const rows = await this.#db
      .selectFrom('cluster')
      .innerJoin('proposal', 'proposal.sha1', 'cluster.medoid')
      .leftJoin('decision', (join) =>
        join
          .onRef('decision.sha1', '=', 'proposal.sha1')
          .onRef('decision.layer', '=', 'proposal.layer')
          .onRef('decision.name', '=', 'proposal.name'),
      )
      .where((tag) =>
        tag.or([tag('decision.verdict', 'is', null), tag('decision.verdict', '!=', 'rejected')]),
      )
      .select(['cluster.id', 'proposal.layer', 'proposal.name', 'proposal.probability'])
      .execute();
    return rows.map(({ id, layer, ...tag }) => ({ clusterId: id, layer: layer as TagLayer, ...tag }));
  }

  #decided() {
    return this.#db
      .selectFrom('decision')
      .innerJoin('cluster_member', 'cluster_member.sha1', 'decision.sha1')
      .select('cluster_member.cluster_id');
  }

  #tagged({ layer, name }: NonNullable<ClusterFilter['tag']>) {
    const isIt = sql<boolean>`layer = ${layer} and name = ${name}`;
    const rejected = this.#db
      .selectFrom('decision')
      .select('decision.sha1')
      .where(isIt)
      .where('verdict', '=', 'rejected');
    const proposed = this.#db
      .selectFrom('proposal')
      .select('proposal.sha1')
      .where(isIt)
      .where('proposal.sha1', 'not in', rejected);
    const kept = this.#db
      .selectFrom('decision')
      .select('decision.sha1')
      .where(isIt)
      .where('verdict', '!=', 'rejected');
    return this.#db
      .selectFrom('cluster_member')
      .select('cluster_id')
      .where('sha1', 'in', proposed.union(kept));
  }

  /** How near the most doubtful proposal of each cluster is to its threshold. */
  #doubts() {
    // By photo first, which is the order of an index: ten times fewer rows are brought to their clusters.
    const ofPhotos = this.#db
      .selectFrom('proposal')
      .where('probability', 'is not', null)
      .select(['sha1', sql<number>`min(abs(probability - coalesce(threshold, 0.5)))`.as('distance')])
      .groupBy('sha1');
    return this.#db
      .selectFrom(ofPhotos.as('photo'))
      .innerJoin('cluster_member', 'cluster_member.sha1', 'photo.sha1')
      .select(['cluster_member.cluster_id', (photo) => photo.fn.min('photo.distance').as('distance')])
      .groupBy('cluster_member.cluster_id');
  }
}
