import type { StageName } from '../domain/stage-name.ts';
import type { Store } from '../store/store.ts';

/**
 * `sweep`: find what is due in a stage and has no job, or do the whole of a stage that cannot be split.
 * `batch`: do those of these items that are still due.
 */
export type JobKind = 'sweep' | 'batch';

export interface NewJob {
  readonly runId: number;
  readonly stage: StageName;
  readonly kind: JobKind;
  /** Of the items, as the stage names them. */
  readonly keys: readonly string[];
}

export interface Job extends NewJob {
  readonly id: string;
  /** Counts from 0: how often it was taken before. Who holds an earlier attempt holds nothing. */
  readonly attempt: number;
}

export interface DeadJob extends NewJob {
  readonly id: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly diedMillis: number;
}

export interface LiveJobs {
  readonly waiting: number;
  /** Of those that wait, how many may be taken only later: they failed lately. */
  readonly later: number;
  readonly active: number;
}

/** What happens to jobs in a transaction: all of it when it commits, nothing otherwise. */
export interface JobChanges {
  /** Runs take turns: the n-th job of one comes beside the n-th of another, from where they stand. */
  send(jobs: readonly NewJob[]): Promise<void>;
  /** The next job of a stage, which from now on belongs to who took it; null where none waits. */
  take(stage: StageName): Promise<Job | null>;
  /** Whether this attempt still has the job, and keeps it from losing it until the transaction ends. */
  holds(job: Job): Promise<boolean>;
  /** Done with. False where the job is not this attempt's any more: then nothing of it may be saved. */
  complete(job: Job): Promise<boolean>;
  /** To be taken again, after a while that doubles with each attempt. False as for `complete`. */
  giveBack(job: Pick<Job, 'id' | 'attempt' | 'stage'>, reason: string): Promise<boolean>;
  /** Not taken again: kept with its reason until somebody forgets it. False as for `complete`. */
  bury(job: Job, reason: string): Promise<boolean>;
}

/**
 * Jobs of all stages, a queue each. A job is delivered at least once; that its result is saved once is up to who
 * completes it in the transaction that saves the result.
 */
export interface Queue {
  /** Work on the store and on jobs together. `work` must use what it is given. */
  transaction<Result>(work: (store: Store, jobs: JobChanges) => Promise<Result>): Promise<Result>;
  /** Those of these stages that have a job to take now. */
  ready(stages: readonly StageName[]): Promise<StageName[]>;
  /** Of all batches that wait or are at work. */
  liveKeys(stage: StageName): Promise<Set<string>>;
  /** Of a run, by stage; stages without jobs are left out. */
  live(runId: number): Promise<Map<StageName, LiveJobs>>;
  /** Takes out the jobs of a run that wait; those at work stay. */
  removeWaiting(runId: number): Promise<void>;
  dead(): Promise<DeadJob[]>;
  forgetDead(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The first wait before a job is taken again; it doubles up to the last. */
export const BACK_OFF = { firstSeconds: 2, lastSeconds: 60 } as const;
