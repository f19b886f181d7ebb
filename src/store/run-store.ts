import type { StageName } from '../domain/stage-name.ts';
import type { VisionConsent } from '../domain/vision.ts';

/** `paused`: its jobs were taken back, and come again when it is resumed. `cancelling`: the batches at work are finished. */
export type QueuedRunState = 'running' | 'paused' | 'cancelling' | 'done' | 'failed' | 'cancelled';

/** A run that workers share. */
export interface QueuedRun {
  readonly id: number;
  /** As the user typed it. */
  readonly command: string;
  readonly state: QueuedRunState;
  /** Folders that are scanned: those of whoever ordered it. */
  readonly roots: readonly string[];
  /** What its results depend on beside the photos, as whoever ordered it had it; workers that differ must not work for it. */
  readonly recipe: string;
  /** The user's yes to the vision service; null where it is not asked. */
  readonly consent: VisionConsent | null;
  /** Why it failed. */
  readonly problem: string | null;
  /** Milliseconds since 1970 by the clock of the database, as all times here. */
  readonly createdMillis: number;
  readonly endedMillis: number | null;
}

/** `waiting`: for the stages that must be complete before. */
export type RunStepState = 'waiting' | 'open' | 'done';

/** One stage of a run. Counts are of the stage's unit. */
export interface RunStep {
  readonly runId: number;
  readonly stage: StageName;
  readonly state: RunStepState;
  readonly unit: string | null;
  /** What was found to be due so far. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** How often somebody looked for what is due without a job. */
  readonly sweeps: number;
  readonly startedMillis: number | null;
  readonly endedMillis: number | null;
}

export interface StepCounts {
  readonly total?: number;
  readonly done?: number;
  readonly failed?: number;
  readonly skipped?: number;
}

export interface WorkerFacts {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly stages: readonly StageName[];
  readonly device: string;
  readonly concurrency: number;
  readonly state: 'working' | 'draining';
}

export interface WorkerRow extends WorkerFacts {
  readonly startedMillis: number;
  readonly heardMillis: number;
  /** By the clock of the database. */
  readonly silentMillis: number;
}

/** `died`: its worker was heard no more. `failed`: it threw. `released`: given back undone, nobody's fault. */
export type AttemptEnd = 'died' | 'failed' | 'released';

/** One go of one worker at one job. */
export interface JobAttempt {
  readonly job: string;
  /** 0 for the first. */
  readonly attempt: number;
  readonly runId: number;
  readonly stage: StageName;
  readonly items: number;
  readonly worker: string;
}

export interface AttemptAtWork extends JobAttempt {
  readonly startedMillis: number;
}

/** Runs of several workers, and who does what for them. */
export interface RunStore {
  /** Starts a run; its steps wait. Its number. */
  order(run: {
    readonly command: string;
    readonly stages: readonly StageName[];
    readonly roots: readonly string[];
    readonly recipe: string;
    readonly consent: VisionConsent | null;
  }): Promise<number>;
  get(id: number): Promise<QueuedRun | undefined>;
  /** Newest first; only those that have not ended, where that is asked. */
  list(query: { readonly active: boolean; readonly limit: number }): Promise<QueuedRun[]>;
  /** Only from one of these states; whether it was in one. */
  change(
    id: number,
    from: readonly QueuedRunState[],
    to: QueuedRunState,
    problem?: string | null,
  ): Promise<boolean>;
  /** In the order of the pipeline. */
  steps(runIds: readonly number[]): Promise<RunStep[]>;
  /** Adds to the counts of a step. */
  count(runId: number, stage: StageName, counts: StepCounts): Promise<void>;
  /** Opens a step, where it waits. */
  openStep(runId: number, stage: StageName, unit: string): Promise<void>;
  swept(runId: number, stage: StageName): Promise<void>;
  endStep(runId: number, stage: StageName): Promise<void>;
  /**
   * The place of the next `jobs` jobs of a run in the queue of a stage: the first of that many numbers in a row, above
   * all that the run was given before, and above `now`, the number that is being served.
   */
  takeTurns(runId: number, stage: StageName, now: number, jobs: number): Promise<number>;

  /** Heard just now; made where it is new. */
  hear(worker: WorkerFacts): Promise<void>;
  workers(): Promise<WorkerRow[]>;
  forgetWorker(id: string): Promise<void>;

  begin(attempt: JobAttempt): Promise<void>;
  /** How earlier attempts at the job ended. */
  endsOf(job: string): Promise<AttemptEnd[]>;
  end(job: string, attempt: number, how: AttemptEnd): Promise<void>;
  /** All that is known of a job: it is done, or it has got on since it was last tried. */
  forgetEnds(job: string): Promise<void>;
  forgetJob(job: string): Promise<void>;
  atWork(worker?: string): Promise<AttemptAtWork[]>;

  /** Takes the lease, or keeps it. False where another holder has it. It ends by the clock of the database. */
  lease(name: string, holder: string, forMillis: number): Promise<boolean>;
  /** Whether the holder has it, and keeps it from changing hands until this transaction ends. */
  holdsLease(name: string, holder: string): Promise<boolean>;
  releaseLease(name: string, holder: string): Promise<void>;
}
