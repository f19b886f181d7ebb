import { type Kysely, sql } from 'kysely';
import type { PhotoProposals } from '../../domain/library.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { UndoneTag } from '../../domain/sidecar-journal.ts';
import type { Decision, DecisionVerdict, Proposal, RuleVerdicts, TagLayer } from '../../domain/tag.ts';
import type { FoundPhotos, FoundQuery, Tag, TagName, TagStore } from '../store.ts';
import { absentPhotos } from './absent.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import { foundPhotos } from './found-photos.ts';
import { photosTagged } from './photos-tagged.ts';
import type { Tables } from './tables.ts';
import { countNamesInUse, everyName, namesInUse } from './tag-names.ts';

const JUDGED_COLUMNS = [
  'sha1',
  'layer',
  'name',
  'score',
  'reason',
  'source',
  'model',
  'probability',
  'threshold',
] as const;

export class SqlTagStore implements TagStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  putProposals(layer: TagLayer, photo: PhotoProposals): Promise<void> {
    return this.putProposalsOf(layer, [photo]);
  }

  putProposalsOf(layer: TagLayer, photos: readonly PhotoProposals[]): Promise<void> {
    return atomically(this.#db, async (db) => {
      for (const sha1s of chunksOf(photos.map(({ sha1 }) => sha1))) {
        await keepJudged(db, layer, sha1s);
        await db.deleteFrom('proposal').where('sha1', 'in', sha1s).where('layer', '=', layer).execute();
      }
      const rows = photos.flatMap(({ sha1, proposals }) =>
        proposals.map(({ probability = null, threshold = null, ...proposal }, position) => ({
          sha1,
          position,
          ...proposal,
          probability,
          threshold,
        })),
      );
      for (const chunk of chunksOf(rows, 1000)) await db.insertInto('proposal').values(chunk).execute();
    });
  }

  async proposalsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proposal[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('proposal')
        .selectAll()
        .where('sha1', 'in', keys)
        .orderBy('sha1')
        .orderBy('layer', 'desc')
        .orderBy('position')
        .execute(),
    );
    const proposals = new Map<Sha1, Proposal[]>();
    for (const { sha1, position: _, ...proposal } of rows) {
      const list = proposals.get(sha1) ?? [];
      list.push({ ...proposal, layer: proposal.layer as TagLayer });
      proposals.set(sha1, list);
    }
    return proposals;
  }

  async judgedProposalsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proposal[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('judged_proposal')
        .selectAll()
        .where('sha1', 'in', keys)
        .orderBy('sha1')
        .orderBy('layer', 'desc')
        .orderBy('name')
        .execute(),
    );
    const proposals = new Map<Sha1, Proposal[]>();
    for (const { sha1, ...proposal } of rows) {
      const list = proposals.get(sha1) ?? [];
      list.push({ ...proposal, layer: proposal.layer as TagLayer });
      proposals.set(sha1, list);
    }
    return proposals;
  }

  putDecision(sha1: Sha1, decision: Decision): Promise<void> {
    return atomically(this.#db, (db) => new SqlTagStore(db).#putDecision(sha1, decision));
  }

  async #putDecision(sha1: Sha1, { layer, name, verdict, source }: Decision): Promise<void> {
    await takeTurn(this.#db, 'decisions');
    const said = { verdict, source: source ?? null };
    await this.#db
      .insertInto('decision')
      .values({ sha1, layer, name, ...said })
      .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doUpdateSet(said))
      .execute();
    if (verdict === 'rejected') return;
    await this.#db
      .deleteFrom('undone_tag')
      .where('sha1', '=', sha1)
      .where('layer', '=', layer)
      .where('name', '=', name)
      .execute();
  }

  async decisionsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Decision[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('decision')
        .selectAll()
        .where('sha1', 'in', keys)
        .orderBy('sha1')
        .orderBy('layer', 'desc')
        .orderBy('name')
        .execute(),
    );
    return decisionsByPhoto(rows);
  }

  async verdictsOn(layer: TagLayer, sources: readonly string[]): Promise<RuleVerdicts[]> {
    if (sources.length === 0) return [];
    const places = this.#db
      .selectFrom('decision')
      .innerJoin('proposal', (join) =>
        join
          .onRef('proposal.sha1', '=', 'decision.sha1')
          .onRef('proposal.layer', '=', 'decision.layer')
          .onRef('proposal.name', '=', 'decision.name'),
      )
      .leftJoin('cluster_member', 'cluster_member.sha1', 'decision.sha1')
      .where('decision.layer', '=', layer)
      .where('proposal.source', 'in', sources)
      .groupBy(['proposal.source', 'proposal.name', sql`coalesce(cluster_member.cluster_id, decision.sha1)`])
      .select([
        'proposal.source as source',
        'proposal.name as name',
        sql<number>`avg(case when decision.verdict = 'rejected' then 0.0 else 1.0 end)`.as('kept'),
      ]);
    const rows = await this.#db
      .selectFrom(places.as('place'))
      .groupBy(['source', 'name'])
      .orderBy('source')
      .orderBy('name')
      .select(['source', 'name', (place) => place.fn.countAll().as('clusters')])
      .select((place) => place.fn.sum('kept').as('kept'))
      .execute();
    return rows.map((row) => ({ ...row, clusters: Number(row.clusters), kept: Number(row.kept) }));
  }

  async decisionsThatRestrict(
    layer: TagLayer,
    excludes: ReadonlyMap<string, unknown>,
  ): Promise<Map<Sha1, Decision[]>> {
    const of = this.#db.selectFrom('decision').where('layer', '=', layer);
    const decided = excludes.size === 0 ? [] : await of.select('name').distinct().execute();
    const names = decided.map(({ name }) => name).filter((name) => excludes.has(name.toLowerCase()));
    const rows = await of
      .selectAll()
      .where((row) =>
        row.or([row('verdict', '=', 'rejected'), ...(names.length > 0 ? [row('name', 'in', names)] : [])]),
      )
      .orderBy('sha1')
      .orderBy('name')
      .execute();
    return decisionsByPhoto(rows);
  }

  inheritDecisions(sha1s: readonly Sha1[]): Promise<number> {
    return atomically(this.#db, (db) => new SqlTagStore(db).#inheritDecisions(sha1s));
  }

  async #inheritDecisions(sha1s: readonly Sha1[]): Promise<number> {
    let inherited = 0;
    for (const chunk of chunksOf(sha1s)) {
      const result = await this.#db
        .insertInto('decision')
        .columns(['sha1', 'layer', 'name', 'verdict', 'source'])
        .expression((from) =>
          from
            .selectFrom('picture as own')
            .innerJoin('picture as same', (join) =>
              join
                .onRef('same.image_data_hash', '=', 'own.image_data_hash')
                .onRef('same.sha1', '!=', 'own.sha1'),
            )
            .innerJoin('decision as earlier', 'earlier.sha1', 'same.sha1')
            .where('own.sha1', 'in', chunk)
            .groupBy(['own.sha1', 'earlier.layer', 'earlier.name'])
            .select((row) => [
              'own.sha1',
              'earlier.layer',
              'earlier.name',
              row.fn.min('earlier.verdict').as('verdict'),
              // Of another verdict it would be the source of something that is not inherited.
              sql<
                string | null
              >`case when min(earlier.verdict) = max(earlier.verdict) then min(earlier.source) end`.as(
                'source',
              ),
            ]),
        )
        .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doNothing())
        .executeTakeFirst();
      inherited += Number(result.numInsertedOrUpdatedRows ?? 0);
      await this.#inheritJudged(chunk);
      await this.#inheritUndone(chunk);
    }
    return inherited;
  }

  async #inheritJudged(sha1s: readonly Sha1[]): Promise<void> {
    await this.#db
      .insertInto('judged_proposal')
      .columns(JUDGED_COLUMNS)
      .expression((from) =>
        from
          .selectFrom('picture as own')
          .innerJoin('picture as same', (join) =>
            join
              .onRef('same.image_data_hash', '=', 'own.image_data_hash')
              .onRef('same.sha1', '!=', 'own.sha1'),
          )
          .innerJoin('judged_proposal as earlier', 'earlier.sha1', 'same.sha1')
          .where('own.sha1', 'in', sha1s)
          .select((row) => [
            'own.sha1',
            ...JUDGED_COLUMNS.slice(1).map((column) => row.ref(`earlier.${column}`).as(column)),
          ]),
      )
      .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doNothing())
      .execute();
  }

  async #inheritUndone(sha1s: readonly Sha1[]): Promise<void> {
    await this.#db
      .insertInto('undone_tag')
      .columns(['sha1', 'layer', 'name', 'run_id'])
      .expression((from) =>
        from
          .selectFrom('picture as own')
          .innerJoin('picture as same', (join) =>
            join
              .onRef('same.image_data_hash', '=', 'own.image_data_hash')
              .onRef('same.sha1', '!=', 'own.sha1'),
          )
          .innerJoin('undone_tag as earlier', 'earlier.sha1', 'same.sha1')
          .where('own.sha1', 'in', sha1s)
          .groupBy(['own.sha1', 'earlier.layer', 'earlier.name'])
          .select((row) => [
            'own.sha1',
            'earlier.layer',
            'earlier.name',
            row.fn.max('earlier.run_id').as('run_id'),
          ]),
      )
      .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doNothing())
      .execute();
  }

  async putUndone(tags: readonly UndoneTag[]): Promise<void> {
    for (const { sha1, layer, name, runId } of tags) {
      await this.#db
        .insertInto('undone_tag')
        .values({ sha1, layer, name, run_id: runId })
        .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doUpdateSet({ run_id: runId }))
        .execute();
    }
  }

  async undoneOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, UndoneTag[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('undone_tag')
        .selectAll()
        .where('sha1', 'in', keys)
        .orderBy('layer', 'desc')
        .orderBy('name')
        .execute(),
    );
    const tags = rows.map(({ sha1, layer, name, run_id }) => ({
      sha1,
      layer: layer as TagLayer,
      name,
      runId: run_id,
    }));
    return Map.groupBy(tags, (tag) => tag.sha1);
  }

  async forgetUndone(runId: number): Promise<void> {
    await this.#db.deleteFrom('undone_tag').where('run_id', '=', runId).execute();
  }

  names(): Promise<TagName[]> {
    return namesInUse(this.#db);
  }

  countNames(): Promise<number> {
    return countNamesInUse(this.#db);
  }

  everyName(): Promise<Tag[]> {
    return everyName(this.#db);
  }

  async photosWith(tag: Tag): Promise<Sha1[]> {
    const { rows } = await sql<{ sha1: string }>`
      select sha1 from (${photosTagged([tag])}) as tagged where sha1 not in ${absentPhotos} order by sha1
    `.execute(this.#db);
    return rows.map((row) => row.sha1);
  }

  found(query: FoundQuery): Promise<FoundPhotos> {
    return foundPhotos(this.#db, query);
  }
}

/** The first that is replaced after a decision is the one that was decided on. Without a decision nothing is kept. */
async function keepJudged(db: Kysely<Tables>, layer: TagLayer, sha1s: readonly Sha1[]): Promise<void> {
  // Most photos have no decision, and all are put: one look, and as little as possible for it.
  const concerned = (table: 'decision' | 'judged_proposal') =>
    db.selectFrom(table).select('sha1').where('sha1', 'in', sha1s).where('layer', '=', layer);
  const rows = await concerned('decision').union(concerned('judged_proposal')).execute();
  if (rows.length === 0) return;
  const decided = rows.map(({ sha1 }) => sha1);
  await db
    .deleteFrom('judged_proposal')
    .where('sha1', 'in', decided)
    .where('layer', '=', layer)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('decision')
            .select('decision.name')
            .whereRef('decision.sha1', '=', 'judged_proposal.sha1')
            .whereRef('decision.layer', '=', 'judged_proposal.layer')
            .whereRef('decision.name', '=', 'judged_proposal.name'),
        ),
      ),
    )
    .execute();
  await db
    .insertInto('judged_proposal')
    .columns(JUDGED_COLUMNS)
    .expression(
      db
        .selectFrom('proposal')
        .select(JUDGED_COLUMNS)
        .where('sha1', 'in', decided)
        .where('layer', '=', layer)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('decision')
              .select('decision.name')
              .whereRef('decision.sha1', '=', 'proposal.sha1')
              .whereRef('decision.layer', '=', 'proposal.layer')
              .whereRef('decision.name', '=', 'proposal.name')
              .where('decision.verdict', '!=', 'added'),
          ),
        ),
    )
    .onConflict((conflict) => conflict.columns(['sha1', 'layer', 'name']).doNothing())
    .execute();
}

function decisionsByPhoto(rows: readonly Tables['decision'][]): Map<Sha1, Decision[]> {
  const decisions = new Map<Sha1, Decision[]>();
  for (const { sha1, layer, name, verdict, source } of rows) {
    const list = decisions.get(sha1) ?? [];
    const decision = { layer: layer as TagLayer, name, verdict: verdict as DecisionVerdict };
    list.push(source === null ? decision : { ...decision, source });
    decisions.set(sha1, list);
  }
  return decisions;
}
