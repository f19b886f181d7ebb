import { type Kysely, type Selectable, sql } from 'kysely';
import type { OutcomeStatus } from '../../domain/outcome.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type {
  DuePhoto,
  DueQuery,
  OutcomeRow,
  OutcomeStore,
  Page,
  PageAmong,
  ProblemPage,
  ProblemQuery,
  SettledItem,
  StageCounts,
} from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { isPostgres } from './dialect.ts';
import { SqlFileStore } from './files.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Tables } from './tables.ts';

const DIGESTS_AT_ONCE = 5000;

const toOutcome = (row: Selectable<Tables['outcome']>): OutcomeRow => ({
  stage: row.stage as StageName,
  item: row.item,
  fingerprint: row.fingerprint,
  status: row.status as OutcomeStatus,
  reason: row.reason,
  digest: row.digest,
});

export class SqlOutcomeStore implements OutcomeStore {
  readonly #db: Kysely<Tables>;
  readonly #files: SqlFileStore;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#files = new SqlFileStore(db);
  }

  async put(outcomes: readonly OutcomeRow[]): Promise<void> {
    for (const rows of chunksOf(outcomes, 1000)) {
      await this.#db
        .insertInto('outcome')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['stage', 'item']).doUpdateSet((row) => ({
            fingerprint: row.ref('excluded.fingerprint'),
            status: row.ref('excluded.status'),
            reason: row.ref('excluded.reason'),
            digest: row.ref('excluded.digest'),
          })),
        )
        .execute();
    }
  }

  async of(stage: StageName, items: readonly string[]): Promise<Map<string, OutcomeRow>> {
    const rows = await inChunks(items, (keys) =>
      this.#db
        .selectFrom('outcome')
        .selectAll()
        .where('stage', '=', stage)
        .where('item', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.item, toOutcome(row)]));
  }

  async settled(stage: StageName, { after, limit }: Page): Promise<SettledItem[]> {
    let query = this.#db
      .selectFrom('outcome')
      .select(['item', 'fingerprint'])
      .where('stage', '=', stage)
      .orderBy('item')
      .limit(limit);
    if (after !== null) query = query.where('item', '>', after);
    return query.execute();
  }

  async digests(stages: readonly StageName[]): Promise<Map<string, string>> {
    const digests = new Map<string, string>();
    // Stage by stage in pages: the rows of a million photos at once would take a gigabyte.
    for (const stage of [...stages].sort()) {
      let after = '';
      for (;;) {
        const rows = await this.#db
          .selectFrom('outcome')
          .select(['item', 'digest'])
          .where('stage', '=', stage)
          .where('item', '>', after)
          .orderBy('item')
          .limit(DIGESTS_AT_ONCE)
          .execute();
        for (const { item, digest } of rows) digests.set(item, `${digests.get(item) ?? ''}|${digest}`);
        if (rows.length < DIGESTS_AT_ONCE) break;
        after = rows.at(-1)!.item;
      }
    }
    return digests;
  }

  async duePhotos(query: DueQuery, { after, limit, among }: PageAmong): Promise<DuePhoto[]> {
    if (among?.length === 0) return [];
    let due = this.#due(query)
      .select((photo) => [photo.ref('photo.item').as('sha1'), fingerprintOf(query).as('fingerprint')])
      .orderBy('photo.item')
      .limit(limit);
    if (after !== null) due = due.where('photo.item', '>', after);
    if (among !== undefined) due = due.where('photo.item', 'in', [...among]);
    const rows = await due.execute();
    const files = await this.#files.ofPhotos(rows.map((row) => row.sha1));
    return rows.map((row) => ({ ...row, files: files.get(row.sha1) ?? [] }));
  }

  async countDuePhotos(query: DueQuery): Promise<number> {
    const row = await this.#due(query)
      .select((photo) => photo.fn.countAll().as('due'))
      .executeTakeFirstOrThrow();
    return Number(row.due);
  }

  async counts(): Promise<StageCounts[]> {
    // All of a stage by its key, and the few that are not done by theirs: an index by stage and status would do for both,
    // but a planner that takes it for short reads it from end to end where one item is looked up.
    const all = await this.#db
      .selectFrom('outcome')
      .select(['stage', (count) => count.fn.countAll().as('items')])
      .groupBy('stage')
      .orderBy('stage')
      .execute();
    const notDone = await this.#notDone({})
      .select(['stage', 'status', (count) => count.fn.countAll().as('items')])
      .groupBy(['stage', 'status'])
      .execute();
    return all.map(({ stage, items }) => {
      const of = (status: OutcomeStatus): number =>
        Number(notDone.find((row) => row.stage === stage && row.status === status)?.items ?? 0);
      const [failed, skipped] = [of('failed'), of('skipped')];
      return { stage: stage as StageName, done: Number(items) - failed - skipped, skipped, failed };
    });
  }

  async problems({ offset = 0, limit, ...query }: ProblemPage = {}): Promise<OutcomeRow[]> {
    let rows = this.#notDone(query).selectAll().orderBy('status').orderBy('stage').orderBy('item');
    if (limit !== undefined) rows = rows.limit(limit).offset(offset);
    return (await rows.execute()).map(toOutcome);
  }

  async countProblems(query: ProblemQuery = {}): Promise<number> {
    const row = await this.#notDone(query)
      .select((outcome) => outcome.fn.countAll().as('problems'))
      .executeTakeFirstOrThrow();
    return Number(row.problems);
  }

  /** Read from the index `outcome_not_done`, whose condition has to be written as it stands there. */
  #notDone({ stage, status }: ProblemQuery) {
    let query = this.#db.selectFrom('outcome').where(sql<boolean>`status <> 'done'`);
    if (status !== undefined) query = query.where('status', '=', status);
    if (stage !== undefined) query = query.where('stage', '=', stage);
    return query;
  }

  async remove(stage: StageName, items: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(items)) {
      await this.#db.deleteFrom('outcome').where('stage', '=', stage).where('item', 'in', chunk).execute();
    }
  }

  async hold(sha1s: readonly string[]): Promise<void> {
    // SQLite has one writer at a time anyway.
    if (!isPostgres(this.#db)) return;
    // In order, so that two transactions with photos in common do not wait for each other.
    for (const chunk of chunksOf([...new Set(sha1s)].sort())) {
      await this.#db
        .selectFrom('outcome')
        .select('item')
        .where('stage', '=', 'scan')
        .where('item', 'in', chunk)
        .orderBy('item')
        .forNoKeyUpdate()
        .execute();
    }
  }

  async forgetFailed(): Promise<number> {
    const result = await this.#db
      .deleteFrom('outcome')
      .where('status', '=', 'failed')
      .where('stage', '!=', 'scan')
      .executeTakeFirst();
    return Number(result.numDeletedRows);
  }

  #due({ stage, base, dependsOn, after }: DueQuery) {
    let query = this.#db
      .selectFrom('outcome as photo')
      .where('photo.stage', '=', 'scan')
      .where('photo.status', '=', 'done');
    for (const earlier of new Set([...dependsOn, ...after])) {
      const table = sql.table('outcome');
      query = query.where(
        sql<boolean>`exists (select 1 from ${table} as earlier where earlier.stage = ${earlier}
          and earlier.item = photo.item and earlier.status = 'done')`,
      );
    }
    return query.where(
      sql<boolean>`not exists (select 1 from outcome as own where own.stage = ${stage}
        and own.item = photo.item and own.fingerprint = ${fingerprintOf({ base, dependsOn })})`,
    );
  }
}

/** `base|digest|digest…`, made by the database so that what is due is found without reading every row here. */
function fingerprintOf({ base, dependsOn }: Pick<DueQuery, 'base' | 'dependsOn'>) {
  const digests = dependsOn.map((stage) => sql` || '|' || ${outcomeOf(stage, 'photo.item', 'digest')}`);
  return sql<string>`cast(${base} as text)${sql.join(digests, sql``)}`;
}
