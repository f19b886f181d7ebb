import { type Kysely, type Selectable, sql } from 'kysely';
import type { MemberCheck } from '../../algorithms/cloud-policy.ts';
import type { PeopleVerdict } from '../../domain/detection.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type {
  EgressEnd,
  EgressEntry,
  EgressRow,
  EgressState,
  VisionAnswer,
  VisionKey,
  VisionResult,
  VisionRun,
  VisionWords,
} from '../../domain/vision.ts';
import type { CloudCluster, VisionCandidate, VisionSpending, VisionStore } from '../vision-store.ts';
import { inChunks } from './chunks.ts';
import { jsonText } from './dialect.ts';
import type { Tables } from './tables.ts';

/** Of what taggers without a probability propose, one in two is taken for right. */
const UNKNOWN_PROBABILITY = 0.5;

export class SqlVisionStore implements VisionStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async candidates(peopleBase: string | null): Promise<VisionCandidate[]> {
    const checked = sql<number>`case when member.checked = 1 then 1 else 0 end`;
    const is = (condition: ReturnType<typeof sql<boolean>>) =>
      sql<number>`sum(case when ${condition} then 1 else 0 end)`;
    const rows = await this.#db
      .selectFrom(this.#members(peopleBase).as('member'))
      .innerJoin('cluster', 'cluster.id', 'member.cluster_id')
      .leftJoin('proxy', 'proxy.sha1', 'cluster.medoid')
      .leftJoin('outcome as made', (join) =>
        join
          .onRef('made.item', '=', 'cluster.medoid')
          .on('made.stage', '=', 'proxies')
          .on('made.status', '=', 'done'),
      )
      .groupBy(['cluster.id', 'cluster.medoid', 'made.digest', 'proxy.proxy'])
      .select([
        'cluster.id as clusterId',
        'cluster.medoid',
        'made.digest as proxyDigest',
        jsonText(this.#db, 'proxy.proxy', 'widthPx').as('widthPx'),
        jsonText(this.#db, 'proxy.proxy', 'heightPx').as('heightPx'),
        sql<number>`count(*)`.as('members'),
        sql<number>`sum(1 - ${checked})`.as('unchecked'),
        is(
          sql<boolean>`member.flag = 'set' or (${checked} = 1 and member.flag is null and member.verdict = 'people')`,
        ).as('people'),
        is(
          sql<boolean>`${checked} = 1 and member.flag is null and coalesce(member.verdict, 'undecided') not in ('people', 'no-people')`,
        ).as('undecided'),
        sql<number>`coalesce((select sum(coalesce(probability, ${UNKNOWN_PROBABILITY})) from proposal
          where proposal.sha1 = cluster.medoid and proposal.source <> 'vision'), 0)`.as('expectedTags'),
      ])
      .orderBy('cluster.id')
      .execute();
    return rows.map((row) => ({
      clusterId: row.clusterId,
      medoid: row.medoid,
      proxyDigest: row.proxyDigest,
      size:
        row.widthPx === null || row.heightPx === null
          ? null
          : { widthPx: Number(row.widthPx), heightPx: Number(row.heightPx) },
      expectedTags: Number(row.expectedTags),
      tally: {
        members: Number(row.members),
        unchecked: Number(row.unchecked),
        people: Number(row.people),
        undecided: Number(row.undecided),
      },
    }));
  }

  async cluster(id: string, peopleBase: string | null): Promise<CloudCluster | null> {
    const cluster = await this.#db
      .selectFrom('cluster')
      .leftJoin('outcome as made', (join) =>
        join
          .onRef('made.item', '=', 'cluster.medoid')
          .on('made.stage', '=', 'proxies')
          .on('made.status', '=', 'done'),
      )
      .select(['cluster.medoid', 'made.digest as proxyDigest'])
      .where('cluster.id', '=', id)
      .executeTakeFirst();
    if (cluster === undefined) return null;
    const rows = await this.#db
      .selectFrom(this.#members(peopleBase).where('cluster_member.cluster_id', '=', id).as('member'))
      .selectAll()
      .execute();
    const members = rows.map(
      (row): MemberCheck => ({
        sha1: row.sha1,
        isChecked: row.checked === 1,
        verdict: isVerdict(row.verdict) ? row.verdict : null,
        flag: row.flag === 'set' || row.flag === 'lifted' ? row.flag : null,
      }),
    );
    return { ...cluster, members };
  }

  /** Every member with the people check of today: done, of that configuration, on the proxy that is there now. */
  #members(peopleBase: string | null) {
    return this.#db
      .selectFrom('cluster_member')
      .leftJoin('outcome as looked', (join) =>
        join
          .onRef('looked.item', '=', 'cluster_member.sha1')
          .on('looked.stage', '=', 'people')
          .on('looked.status', '=', 'done'),
      )
      .leftJoin('outcome as shown', (join) =>
        join
          .onRef('shown.item', '=', 'cluster_member.sha1')
          .on('shown.stage', '=', 'proxies')
          .on('shown.status', '=', 'done'),
      )
      .leftJoin('detection', 'detection.sha1', 'cluster_member.sha1')
      .leftJoin('people_flag', 'people_flag.sha1', 'cluster_member.sha1')
      .select([
        'cluster_member.cluster_id',
        'cluster_member.sha1',
        'people_flag.flag',
        jsonText(this.#db, 'detection.finding', 'verdict').as('verdict'),
        sql<number>`case when looked.fingerprint = cast(${peopleBase} as text) || '|' || shown.digest
          and detection.sha1 is not null then 1 else 0 end`.as('checked'),
      ]);
  }

  async startRun(run: Omit<VisionRun, 'id'>): Promise<VisionRun> {
    const { id } = await this.#db
      .insertInto('vision_run')
      .values({ host: run.host, model: run.model, started_at: run.startedAt, ended_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id: Number(id), ...run };
  }

  async openRun(): Promise<VisionRun | null> {
    const row = await this.#db
      .selectFrom('vision_run')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.ended_at !== null) return null;
    return { id: Number(row.id), host: row.host, model: row.model, startedAt: row.started_at };
  }

  async endRun(id: number, at: string): Promise<void> {
    await this.#db.updateTable('vision_run').set({ ended_at: at }).where('id', '=', id).execute();
  }

  async spentNanoUsd(runId: number): Promise<number> {
    const row = await this.#db
      .selectFrom('egress')
      .select(sql<number>`coalesce(sum(coalesce(counted_nano_usd, reserved_nano_usd)), 0)`.as('spent'))
      .where('run_id', '=', runId)
      .executeTakeFirstOrThrow();
    return Number(row.spent);
  }

  async spending(): Promise<VisionSpending[]> {
    const rows = await this.#db
      .selectFrom('egress')
      .select([
        'model',
        'state',
        (row) => row.fn.countAll().as('calls'),
        sql<number>`coalesce(sum(coalesce(counted_nano_usd, reserved_nano_usd)), 0)`.as('spent'),
      ])
      .groupBy(['model', 'state'])
      .orderBy('model')
      .orderBy('state')
      .execute();
    return rows.map(({ model, state, calls, spent }) => {
      return { model, state, calls: Number(calls), nanoUsd: Number(spent) };
    });
  }

  async announce(entry: EgressEntry): Promise<number> {
    const { id } = await this.#db
      .insertInto('egress')
      .values({
        run_id: entry.runId,
        at: entry.at,
        host: entry.host,
        photo: entry.photo,
        image_hash: entry.imageHash,
        model: entry.model,
        prompt_id: entry.promptId,
        bytes: entry.bytes,
        reason: entry.reason,
        reserved_nano_usd: entry.reservedNanoUsd,
        state: 'announced',
        note: '',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return Number(id);
  }

  async settle(id: number, end: EgressEnd): Promise<void> {
    await this.#db
      .updateTable('egress')
      .set({
        state: end.state,
        counted_nano_usd: end.countedNanoUsd,
        reported_nano_usd: end.reportedNanoUsd,
        input_tokens: end.usage.inputTokens,
        output_tokens: end.usage.outputTokens,
        note: end.note,
        settled_at: end.at,
      })
      .where('id', '=', id)
      .where('state', '=', 'announced')
      .execute();
  }

  async settleLeftOver(at: string): Promise<EgressRow[]> {
    const rows = await this.#db
      .selectFrom('egress')
      .selectAll()
      .where('state', '=', 'announced')
      .orderBy('id')
      .execute();
    const settled = rows.map((row): EgressRow => {
      const end: EgressEnd = {
        state: 'unknown',
        countedNanoUsd: Number(row.reserved_nano_usd),
        reportedNanoUsd: null,
        usage: { inputTokens: null, outputTokens: null },
        note: 'the run ended before the answer',
        at,
      };
      return { ...toEgress(row), end };
    });
    for (const { id, end } of settled) await this.settle(id, end!);
    return settled;
  }

  async egress({ after, limit }: { readonly after: number; readonly limit: number }): Promise<EgressRow[]> {
    const rows = await this.#db
      .selectFrom('egress')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toEgress);
  }

  async lastEgress(limit: number): Promise<EgressRow[]> {
    const rows = await this.#db.selectFrom('egress').selectAll().orderBy('id', 'desc').limit(limit).execute();
    return rows.map(toEgress).reverse();
  }

  async unknown({ model, promptId }: Pick<VisionKey, 'model' | 'promptId'>): Promise<Set<Sha1>> {
    const rows = await this.#db
      .selectFrom('egress')
      .select('photo')
      .distinct()
      .where('state', '=', 'unknown')
      // What costs nothing may be asked again.
      .where('reserved_nano_usd', '>', 0)
      .where('model', '=', model)
      .where('prompt_id', '=', promptId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('vision_answer')
              .select('vision_answer.model')
              .whereRef('vision_answer.image_hash', '=', 'egress.image_hash')
              .whereRef('vision_answer.model', '=', 'egress.model')
              .whereRef('vision_answer.prompt_id', '=', 'egress.prompt_id'),
          ),
        ),
      )
      .execute();
    return new Set(rows.map((row) => row.photo));
  }

  async answerTo({ imageHash, model, promptId }: VisionKey): Promise<VisionAnswer | null> {
    const row = await this.#db
      .selectFrom('vision_answer')
      .select('answer')
      .where('image_hash', '=', imageHash)
      .where('model', '=', model)
      .where('prompt_id', '=', promptId)
      .executeTakeFirst();
    return row === undefined ? null : (JSON.parse(row.answer) as VisionAnswer);
  }

  async putAnswer({ imageHash, model, promptId }: VisionKey, answer: VisionAnswer): Promise<void> {
    const said = { answer: JSON.stringify(answer) };
    await this.#db
      .insertInto('vision_answer')
      .values({ image_hash: imageHash, model, prompt_id: promptId, ...said })
      .onConflict((conflict) => conflict.columns(['image_hash', 'model', 'prompt_id']).doUpdateSet(said))
      .execute();
  }

  async putResult(result: VisionResult): Promise<void> {
    const row = {
      image_hash: result.imageHash,
      model: result.model,
      prompt_id: result.promptId,
      status: result.status,
      words: JSON.stringify(result.words),
      reason: result.reason,
    };
    await this.#db
      .insertInto('vision_result')
      .values({ sha1: result.sha1, ...row })
      .onConflict((conflict) => conflict.column('sha1').doUpdateSet(row))
      .execute();
  }

  async resultsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, VisionResult>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('vision_result').selectAll().where('sha1', 'in', keys).execute(),
    );
    return new Map(
      rows.map((row) => [
        row.sha1,
        {
          sha1: row.sha1,
          imageHash: row.image_hash,
          model: row.model,
          promptId: row.prompt_id,
          status: row.status as VisionResult['status'],
          words: JSON.parse(row.words) as VisionWords,
          reason: row.reason,
        },
      ]),
    );
  }
}

const isVerdict = (text: string | null): text is PeopleVerdict =>
  text === 'people' || text === 'no-people' || text === 'undecided';

function toEgress(row: Selectable<Tables['egress']>): EgressRow {
  const state = row.state as EgressState;
  const numberOrNull = (value: number | null) => (value === null ? null : Number(value));
  return {
    id: Number(row.id),
    runId: row.run_id,
    at: row.at,
    host: row.host,
    photo: row.photo,
    imageHash: row.image_hash,
    model: row.model,
    promptId: row.prompt_id,
    bytes: row.bytes,
    reason: row.reason,
    reservedNanoUsd: Number(row.reserved_nano_usd),
    end:
      state === 'announced'
        ? null
        : {
            state,
            countedNanoUsd: Number(row.counted_nano_usd),
            reportedNanoUsd: numberOrNull(row.reported_nano_usd),
            usage: {
              inputTokens: numberOrNull(row.input_tokens),
              outputTokens: numberOrNull(row.output_tokens),
            },
            note: row.note,
            at: row.settled_at ?? '',
          },
  };
}
