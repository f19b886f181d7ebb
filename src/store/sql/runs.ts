import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { StageName } from '../../domain/stage-name.ts';
import type { VisionConsent } from '../../domain/vision.ts';
import type {
  AttemptAtWork,
  AttemptEnd,
  JobAttempt,
  QueuedRun,
  QueuedRunState,
  RunStep,
  RunStepState,
  RunStore,
  StepCounts,
  WorkerFacts,
  WorkerRow,
} from '../run-store.ts';
import { isPostgres } from './dialect.ts';
import type { Tables } from './tables.ts';

export const ACTIVE: readonly QueuedRunState[] = ['running', 'paused', 'cancelling'];

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

export class SqlRunStore implements RunStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async order({
    command,
    stages,
    roots,
    recipe,
    consent,
  }: Parameters<RunStore['order']>[0]): Promise<number> {
    const { id } = await this.#db
      .insertInto('queued_run')
      .values({
        command,
        state: 'running',
        roots: JSON.stringify(roots),
        recipe,
        consent: consent === null ? null : JSON.stringify(consent),
        problem: null,
        created_ms: this.#now(),
        ended_ms: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const run_id = Number(id);
    await this.#db
      .insertInto('run_step')
      .values(stages.map((stage, position) => ({ run_id, stage, position, state: 'waiting' })))
      .execute();
    return run_id;
  }

  async get(id: number): Promise<QueuedRun | undefined> {
    const row = await this.#db.selectFrom('queued_run').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toRun(row);
  }

  async list({ active, limit }: Parameters<RunStore['list']>[0]): Promise<QueuedRun[]> {
    let query = this.#db.selectFrom('queued_run').selectAll().orderBy('id', 'desc').limit(limit);
    if (active) query = query.where('state', 'in', [...ACTIVE]);
    return (await query.execute()).map(toRun);
  }

  async change(
    id: number,
    from: readonly QueuedRunState[],
    to: QueuedRunState,
    problem: string | null = null,
  ): Promise<boolean> {
    const result = await this.#db
      .updateTable('queued_run')
      .set({ state: to, problem, ended_ms: ACTIVE.includes(to) ? null : this.#now() })
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async steps(runIds: readonly number[]): Promise<RunStep[]> {
    if (runIds.length === 0) return [];
    const rows = await this.#db
      .selectFrom('run_step')
      .selectAll()
      .where('run_id', 'in', [...runIds])
      .orderBy('run_id')
      .orderBy('position')
      .execute();
    return rows.map((row) => ({
      runId: Number(row.run_id),
      stage: row.stage as StageName,
      state: row.state as RunStepState,
      unit: row.unit,
      total: Number(row.total),
      done: Number(row.done),
      failed: Number(row.failed),
      skipped: Number(row.skipped),
      sweeps: Number(row.sweeps),
      startedMillis: numberOrNull(row.started_ms),
      endedMillis: numberOrNull(row.ended_ms),
    }));
  }

  async count(
    runId: number,
    stage: StageName,
    { total = 0, done = 0, failed = 0, skipped = 0 }: StepCounts,
  ): Promise<void> {
    await this.#step(runId, stage)
      .set((row) => ({
        total: row('total', '+', total),
        done: row('done', '+', done),
        failed: row('failed', '+', failed),
        skipped: row('skipped', '+', skipped),
      }))
      .execute();
  }

  async openStep(runId: number, stage: StageName, unit: string): Promise<void> {
    await this.#step(runId, stage)
      .set({ state: 'open', unit, started_ms: this.#now() })
      .where('state', '=', 'waiting')
      .execute();
  }

  async swept(runId: number, stage: StageName): Promise<void> {
    await this.#step(runId, stage)
      .set((row) => ({ sweeps: row('sweeps', '+', 1) }))
      .execute();
  }

  async endStep(runId: number, stage: StageName): Promise<void> {
    await this.#step(runId, stage)
      .set((row) => ({ state: 'done', ended_ms: this.#now(), total: row.ref('done') }))
      .execute();
  }

  async takeTurns(runId: number, stage: StageName, now: number, jobs: number): Promise<number> {
    const { turn } = await this.#step(runId, stage)
      .set({ turn: sql<number>`case when turn > ${now} then turn else ${now} end + ${jobs}` })
      .returning('turn')
      .executeTakeFirstOrThrow();
    return Number(turn) - jobs + 1;
  }

  async hear({ id, stages, ...facts }: WorkerFacts): Promise<void> {
    const row = { ...facts, stages: JSON.stringify(stages), heard_ms: this.#now() };
    await this.#db
      .insertInto('worker')
      .values({ id, ...row, started_ms: this.#now() })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }

  async workers(): Promise<WorkerRow[]> {
    const rows = await this.#db
      .selectFrom('worker')
      .selectAll()
      .select(this.#now().as('now'))
      .orderBy('host')
      .orderBy('started_ms')
      .execute();
    return rows.map(({ stages, started_ms, heard_ms, now, ...row }) => ({
      ...row,
      pid: Number(row.pid),
      concurrency: Number(row.concurrency),
      state: row.state as WorkerRow['state'],
      stages: JSON.parse(stages) as StageName[],
      startedMillis: Number(started_ms),
      heardMillis: Number(heard_ms),
      silentMillis: Math.max(0, Number(now) - Number(heard_ms)),
    }));
  }

  async forgetWorker(id: string): Promise<void> {
    await this.#db.deleteFrom('worker').where('id', '=', id).execute();
  }

  async begin({ runId, ...attempt }: JobAttempt): Promise<void> {
    await this.#db
      .insertInto('job_attempt')
      .values({ ...attempt, run_id: runId, started_ms: this.#now(), ended: null })
      .onConflict((conflict) => conflict.columns(['job', 'attempt']).doNothing())
      .execute();
  }

  async endsOf(job: string): Promise<AttemptEnd[]> {
    const rows = await this.#db
      .selectFrom('job_attempt')
      .select('ended')
      .where('job', '=', job)
      .where('ended', 'is not', null)
      .orderBy('attempt')
      .execute();
    return rows.map((row) => row.ended as AttemptEnd);
  }

  async end(job: string, attempt: number, how: AttemptEnd): Promise<void> {
    await this.#db
      .updateTable('job_attempt')
      .set({ ended: how })
      .where('job', '=', job)
      .where('attempt', '=', attempt)
      .execute();
  }

  async forgetEnds(job: string): Promise<void> {
    await this.#db.deleteFrom('job_attempt').where('job', '=', job).where('ended', 'is not', null).execute();
  }

  async forgetJob(job: string): Promise<void> {
    await this.#db.deleteFrom('job_attempt').where('job', '=', job).execute();
  }

  async atWork(worker?: string): Promise<AttemptAtWork[]> {
    let query = this.#db
      .selectFrom('job_attempt')
      .selectAll()
      .where('ended', 'is', null)
      .orderBy('started_ms')
      .orderBy('job');
    if (worker !== undefined) query = query.where('worker', '=', worker);
    return (await query.execute()).map(({ run_id, started_ms, ended: _, ...row }) => ({
      ...row,
      attempt: Number(row.attempt),
      items: Number(row.items),
      stage: row.stage as StageName,
      runId: Number(run_id),
      startedMillis: Number(started_ms),
    }));
  }

  async lease(name: string, holder: string, forMillis: number): Promise<boolean> {
    const until_ms = sql<number>`${this.#now()} + ${sql.lit(forMillis)}`;
    const row = await this.#db
      .insertInto('lease')
      .values({ name, holder, until_ms })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet({ holder, until_ms })
          .where((row) =>
            row.or([row('lease.holder', '=', holder), row('lease.until_ms', '<', this.#now())]),
          ),
      )
      .returning('holder')
      .executeTakeFirst();
    return row?.holder === holder;
  }

  async holdsLease(name: string, holder: string): Promise<boolean> {
    // A change that changes nothing: whoever wants to take the lease waits for the end of this transaction.
    const result = await this.#db
      .updateTable('lease')
      .set({ holder })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .where('until_ms', '>=', this.#now())
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async releaseLease(name: string, holder: string): Promise<void> {
    await this.#db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
  }

  #step(runId: number, stage: StageName) {
    return this.#db.updateTable('run_step').where('run_id', '=', runId).where('stage', '=', stage);
  }

  /** Milliseconds since 1970 by the clock of the database, which all workers share. */
  #now(): RawBuilder<number> {
    return isPostgres(this.#db)
      ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
      : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
  }
}

function toRun(row: Selectable<Tables['queued_run']>): QueuedRun {
  return {
    id: Number(row.id),
    command: row.command,
    state: row.state as QueuedRunState,
    roots: JSON.parse(row.roots) as string[],
    recipe: row.recipe,
    consent: row.consent === null ? null : (JSON.parse(row.consent) as VisionConsent),
    problem: row.problem,
    createdMillis: Number(row.created_ms),
    endedMillis: numberOrNull(row.ended_ms),
  };
}
