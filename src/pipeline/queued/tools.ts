import type { StageName } from '../../domain/stage-name.ts';
import type { Job, Queue } from '../../queue/queue.ts';
import type { AnyStage } from '../../stages/stage.ts';
import type { QueuedRun } from '../../store/run-store.ts';
import type { LibraryLock, Store } from '../../store/store.ts';
import type { Timings } from './timings.ts';

/** What it takes to work on jobs. */
export interface WorkTools {
  readonly store: Store;
  readonly queue: Queue;
  stageOf(name: StageName, run: Pick<QueuedRun, 'consent' | 'roots'>): AnyStage;
  /** What its results depend on beside the photos; see `QueuedRun`. */
  readonly recipe: string;
  /** What the user of this worker should know. */
  tell(notice: string): void;
  /** Keeps off the library who wants it alone. Left out where this process has it alone already. */
  lock?(): Promise<LibraryLock>;
  readonly timings: Timings;
}

/** A job in hand, the run that it is of, and a stage that is ready for it. */
export interface WorkItem {
  readonly job: Job;
  readonly run: QueuedRun;
  readonly stages: ReadonlySet<StageName>;
  readonly stage: AnyStage;
  /** Aborts when the work is to stop at the next place where it can. */
  readonly signal: AbortSignal;
}

/** Somebody else has the job by now: nothing of it may be saved here. */
export class LapsedError extends Error {
  constructor({ stage, id }: Job) {
    super(`job ${id} of ${stage} was given to another worker`);
  }
}
