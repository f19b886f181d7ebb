import type { StageName } from '../domain/stage-name.ts';
import type { Store } from '../store/store.ts';
import { BACK_OFF, type DeadJob, type Job, type JobChanges, type LiveJobs, type Queue } from './queue.ts';

interface Waiting extends Job {
  readonly turn: number;
  readonly fromMillis: number;
}

/**
 * Jobs in the memory of this process, for a library that no other process works on. They end with the process, and what
 * they were about is found again by what is due.
 */
export class InProcessQueue implements Queue {
  readonly #store: Store;
  readonly #backOffMillis: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #active = new Map<string, Job>();
  readonly #dead = new Map<string, DeadJob>();
  #served = new Map<StageName, number>();
  #ids = 0;

  constructor(store: Store, backOffMillis = BACK_OFF.firstSeconds * 1000) {
    this.#store = store;
    this.#backOffMillis = backOffMillis;
  }

  async transaction<Result>(work: (store: Store, jobs: JobChanges) => Promise<Result>): Promise<Result> {
    const effects: (() => void)[] = [];
    const taken: Waiting[] = [];
    try {
      const result = await this.#store.transaction((store) =>
        work(store, this.#changes(store, effects, taken)),
      );
      for (const effect of effects) effect();
      return result;
    } catch (error) {
      for (const job of taken) this.#waiting.set(job.id, job);
      throw error;
    }
  }

  #changes(store: Store, effects: (() => void)[], taken: Waiting[]): JobChanges {
    const holds = ({ id, attempt }: Pick<Job, 'id' | 'attempt'>): boolean =>
      this.#active.get(id)?.attempt === attempt;
    const leave = (job: Pick<Job, 'id' | 'attempt'>, then: (job: Job) => void): boolean => {
      const active = this.#active.get(job.id);
      if (active === undefined || !holds(job)) return false;
      effects.push(() => {
        this.#active.delete(job.id);
        then(active);
      });
      return true;
    };
    return {
      send: async (jobs) => {
        for (const job of jobs) {
          const [turn, id] = [await this.#turn(store, job), `${++this.#ids}`];
          effects.push(() => this.#waiting.set(id, { ...job, id, attempt: 0, turn, fromMillis: 0 }));
        }
      },
      take: async (stage) => {
        const next = this.#first(stage, Date.now());
        if (next === undefined) return null;
        const { turn, fromMillis: _, ...job } = next;
        this.#waiting.delete(job.id);
        taken.push(next);
        this.#served.set(stage, turn);
        effects.push(() => this.#active.set(job.id, job));
        return job;
      },
      holds: async (job) => holds(job),
      complete: async (job) => leave(job, () => undefined),
      giveBack: async (job) =>
        leave(job, (active) => {
          const wait = Math.min(this.#backOffMillis * 2 ** active.attempt, BACK_OFF.lastSeconds * 1000);
          this.#waiting.set(active.id, {
            ...active,
            attempt: active.attempt + 1,
            turn: this.#served.get(active.stage) ?? 0,
            fromMillis: Date.now() + wait,
          });
        }),
      bury: async (job, reason) =>
        leave(job, ({ attempt: _, ...active }) =>
          this.#dead.set(active.id, { ...active, reason, diedMillis: Date.now() }),
        ),
    };
  }

  /** Jobs of one send get their numbers one by one; see RunStore. */
  #turn(store: Store, { runId, stage }: { runId: number; stage: StageName }): Promise<number> {
    return store.runs.takeTurns(runId, stage, this.#served.get(stage) ?? 0, 1);
  }

  #first(stage: StageName, now: number): Waiting | undefined {
    let first: Waiting | undefined;
    for (const job of this.#waiting.values()) {
      if (job.stage !== stage || job.fromMillis > now) continue;
      if (first === undefined || job.turn < first.turn) first = job;
    }
    return first;
  }

  async ready(stages: readonly StageName[]): Promise<StageName[]> {
    const now = Date.now();
    return stages.filter((stage) => this.#first(stage, now) !== undefined);
  }

  async liveKeys(stage: StageName): Promise<Set<string>> {
    const live = [...this.#waiting.values(), ...this.#active.values()];
    return new Set(live.filter((job) => job.stage === stage).flatMap((job) => job.keys));
  }

  async live(runId: number): Promise<Map<StageName, LiveJobs>> {
    const live = new Map<StageName, { waiting: number; later: number; active: number }>();
    const count = (stage: StageName) => {
      const counts = live.get(stage) ?? { waiting: 0, later: 0, active: 0 };
      live.set(stage, counts);
      return counts;
    };
    const now = Date.now();
    for (const job of this.#waiting.values()) {
      if (job.runId !== runId) continue;
      const counts = count(job.stage);
      counts.waiting++;
      if (job.fromMillis > now) counts.later++;
    }
    for (const job of this.#active.values()) if (job.runId === runId) count(job.stage).active++;
    return live;
  }

  async removeWaiting(runId: number): Promise<void> {
    for (const job of this.#waiting.values()) if (job.runId === runId) this.#waiting.delete(job.id);
  }

  async dead(): Promise<DeadJob[]> {
    return [...this.#dead.values()];
  }

  async forgetDead(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#dead.delete(id);
  }

  async close(): Promise<void> {}
}
