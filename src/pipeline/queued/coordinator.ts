import type { StageName } from '../../domain/stage-name.ts';
import type { DeadJob, LiveJobs } from '../../queue/queue.ts';
import type { QueuedRun, RunStep } from '../../store/run-store.ts';
import { StockTaking } from '../stock-taking.ts';
import { handedOnBy, PLACES } from './flow.ts';
import type { WorkTools } from './tools.ts';

/** One worker at a time moves the barriers. */
export const COORDINATOR = 'coordinator';

/** Looking for what is due reads the whole stage: not more often than this while other runs hold what is left. */
const SWEEP_AGAIN_MILLIS = 2000;

/**
 * Begins stages when those before are complete, ends runs, and gives the jobs of dead workers to others. It does no work
 * itself and keeps nothing in memory that matters: any worker may take over at any moment. All it changes it changes
 * while it has the lease, in the same transaction.
 */
export class Coordinator {
  readonly #tools: WorkTools;
  readonly #id: string;
  readonly #sweptAt = new Map<string, number>();
  readonly #stock = new Map<string, StockTaking>();
  #has = false;

  constructor(tools: WorkTools, id: string) {
    this.#tools = tools;
    this.#id = id;
  }

  get isInCharge(): boolean {
    return this.#has;
  }

  /** @returns whether there are runs that have not ended */
  async tick(): Promise<boolean> {
    const { store, timings } = this.#tools;
    this.#has = await store.runs.lease(COORDINATOR, this.#id, timings.leaseMillis);
    const runs = await store.runs.list({ active: true, limit: 1000 });
    if (!this.#has) return runs.length > 0;
    await this.#buryTheDead();
    // Oldest first: it is nearest to its end.
    for (const run of runs.toReversed()) await this.#move(run);
    return runs.length > 0;
  }

  async leave(): Promise<void> {
    await this.#tools.store.runs.releaseLease(COORDINATOR, this.#id);
  }

  /** Jobs of workers that are heard no more go to others. */
  async #buryTheDead(): Promise<void> {
    const { store, queue, timings, tell } = this.#tools;
    const workers = await store.runs.workers();
    const silent = workers.filter(
      ({ id, silentMillis }) => id !== this.#id && silentMillis > timings.deadAfterMillis,
    );
    const known = new Set(workers.map(({ id }) => id));
    const attempts = await store.runs.atWork();
    const gone = new Set([
      ...silent.map(({ id }) => id),
      ...attempts.map(({ worker }) => worker).filter((id) => !known.has(id)),
    ]);
    for (const id of gone) {
      const his = attempts.filter(({ worker }) => worker === id);
      await queue.transaction(async (transaction, jobs) => {
        if (!(await transaction.runs.holdsLease(COORDINATOR, this.#id))) return;
        for (const { job, attempt, stage } of his) {
          const reason = 'its worker was heard no more';
          if (await jobs.giveBack({ id: job, attempt, stage }, reason)) {
            await transaction.runs.end(job, attempt, 'died');
          } else {
            await transaction.runs.end(job, attempt, 'released');
          }
        }
        await transaction.runs.forgetWorker(id);
      });
      const worker = workers.find((one) => one.id === id);
      if (worker) {
        tell(
          `Worker ${worker.pid} on ${worker.host} is heard no more; its ${his.length} jobs are given to others.`,
        );
      }
    }
  }

  async #move(run: QueuedRun): Promise<void> {
    const { store, queue } = this.#tools;
    if (run.state === 'paused') return;
    const live = await queue.live(run.id);
    if (run.state === 'cancelling') {
      await queue.removeWaiting(run.id);
      const isAtWork = [...live.values()].some(({ active }) => active > 0);
      if (!isAtWork) await this.#change(run, 'cancelled');
      return;
    }
    const steps = await store.runs.steps([run.id]);
    const dead = (await queue.dead()).filter(({ runId }) => runId === run.id);
    await this.#takeStock(steps);
    let begun = 0;
    for (const step of steps) if (await this.#begin(step, steps, live, dead)) begun++;
    if (steps.every(({ state }) => state === 'done')) await this.#change(run, 'done');
    else if (dead.length > 0 && begun === 0 && live.size === 0) {
      await this.#change(run, 'failed', problemOf(dead));
    }
  }

  async #takeStock(steps: readonly RunStep[]): Promise<void> {
    for (const { runId, stage, state, done } of steps) {
      // Who does a whole stage counts for himself.
      if (state !== 'open' || PLACES[stage].isWhole) continue;
      const key = `${runId} ${stage}`;
      const stock = this.#stock.get(key) ?? new StockTaking(this.#tools.store);
      this.#stock.set(key, stock);
      await stock.after(done);
    }
  }

  /** Whether a sweep of the stage was ordered. */
  async #begin(
    step: RunStep,
    steps: readonly RunStep[],
    live: ReadonlyMap<StageName, LiveJobs>,
    dead: readonly DeadJob[],
  ): Promise<boolean> {
    const { queue } = this.#tools;
    const { runId, stage, state } = step;
    if (state === 'done' || live.has(stage)) return false;
    if (dead.some((job) => job.stage === stage)) return false;
    const isComplete = (other: StageName): boolean =>
      steps.every((one) => one.stage !== other || one.state === 'done');
    if (!PLACES[stage].after.every(isComplete)) return false;
    const before = handedOnBy(stage, new Set(steps.map((one) => one.stage)));
    // Photos that are handed on come by themselves; what came otherwise is looked for at the beginning and at the end.
    if (state === 'open' && before !== undefined && !isComplete(before)) return false;
    const key = `${runId} ${stage}`;
    const since = Date.now() - (this.#sweptAt.get(key) ?? 0);
    if (step.sweeps > 2 && since < SWEEP_AGAIN_MILLIS) return true;
    this.#sweptAt.set(key, Date.now());
    await queue.transaction(async (transaction, jobs) => {
      if (!(await transaction.runs.holdsLease(COORDINATOR, this.#id))) return;
      await jobs.send([{ runId, stage, kind: 'sweep', keys: [] }]);
    });
    return true;
  }

  async #change({ id }: QueuedRun, to: 'done' | 'failed' | 'cancelled', problem?: string): Promise<void> {
    const from = to === 'cancelled' ? (['cancelling'] as const) : (['running'] as const);
    await this.#tools.store.transaction(async (transaction) => {
      if (!(await transaction.runs.holdsLease(COORDINATOR, this.#id))) return;
      await transaction.runs.change(id, from, to, problem ?? null);
    });
  }
}

/** What is said of a run with jobs that nobody takes any more. */
function problemOf(dead: readonly DeadJob[]): string {
  const byReason = Map.groupBy(dead, ({ stage, reason }) => `${stage}: ${reason}`);
  return [...byReason]
    .map(([reason, jobs]) => (jobs.length > 1 ? `${reason} (${jobs.length} jobs)` : reason))
    .join('; ');
}
