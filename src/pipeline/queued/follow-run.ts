import { setTimeout as sleep } from 'node:timers/promises';
import { PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { Queue } from '../../queue/queue.ts';
import type { StageUnit } from '../../stages/stage.ts';
import type { QueuedRun, RunStep } from '../../store/run-store.ts';
import type { Store } from '../../store/store.ts';
import { type Progress, ProgressMeter } from '../progress.ts';
import type { Patience } from './patience.ts';

export interface FollowOptions {
  /** Aborting cancels the run: batches at work are finished, and it ends. */
  readonly signal: AbortSignal;
  readonly onSteps?: ((steps: readonly SharedStep[], run: SharedRun) => void) | undefined;
  readonly pollMillis?: number;
  /** What waits while the database is away; without it, that is an error. */
  readonly patience?: Patience | undefined;
}

/** Which of the runs of workers it is, and what others may have done to it meanwhile. */
export type SharedRun = Pick<QueuedRun, 'id' | 'state'>;

/** A stage of a run of workers: several are at work at the same time. */
export interface SharedStep {
  readonly stage: StageName;
  readonly state: 'waiting' | 'running' | 'done';
  /** Null while it waits. */
  readonly progress: Progress | null;
}

const ENDED: readonly QueuedRun['state'][] = ['done', 'failed', 'cancelled'];

/** Watches a run of workers until it ends, however they get there. */
export async function followRun(
  { store, queue }: { readonly store: Store; readonly queue: Queue },
  id: number,
  { signal, onSteps, pollMillis = 300, patience }: FollowOptions,
): Promise<{ run: QueuedRun; stages: Progress[] }> {
  const meters = new Map<StageName, ProgressMeter>();
  let isCancelled = false;
  for (;;) {
    if (signal.aborted && !isCancelled) {
      isCancelled = true;
      await cancelRun({ store, queue }, id);
    }
    const look = async () => ({ run: await store.runs.get(id), steps: await store.runs.steps([id]) });
    const { run, steps } = await (patience?.through(look) ?? look());
    if (run === undefined) throw unknownRun(id);
    const shared = steps.map((step) => sharedStep(step, meters));
    onSteps?.(shared, { id, state: run.state });
    if (ENDED.includes(run.state)) return { run, stages: shared.flatMap(({ progress }) => progress ?? []) };
    await sleep(pollMillis, undefined, isCancelled ? {} : { signal }).catch(() => undefined);
  }
}

function sharedStep(step: RunStep, meters: Map<StageName, ProgressMeter>): SharedStep {
  const state = step.state === 'open' ? 'running' : step.state;
  return { stage: step.stage, state, progress: progressOf(step, meters) };
}

function progressOf(step: RunStep, meters: Map<StageName, ProgressMeter>): Progress | null {
  if (step.unit === null) return null;
  let meter = meters.get(step.stage);
  if (meter === undefined) {
    meter = new ProgressMeter(step.stage, step.unit as StageUnit, step.total);
    meters.set(step.stage, meter);
  }
  meter.set(step);
  return meter.read();
}

type Runs = { readonly store: Store; readonly queue: Queue };

/** Batches at work are finished. Whether there was something to cancel. */
export async function cancelRun({ store, queue }: Runs, id: number): Promise<boolean> {
  const isChanged = await store.runs.change(id, ['running', 'paused'], 'cancelling');
  if (!isChanged) return false;
  await queue.removeWaiting(id);
  // Where nothing is at work there is nothing to wait for, and perhaps no worker to say so.
  const isAtWork = [...(await queue.live(id)).values()].some(({ active }) => active > 0);
  if (!isAtWork) await store.runs.change(id, ['cancelling'], 'cancelled');
  return true;
}

/** Batches at work are finished; what is due is found again when the run is resumed. */
export async function pauseRun({ store, queue }: Runs, id: number): Promise<boolean> {
  const isChanged = await store.runs.change(id, ['running'], 'paused');
  if (isChanged) await queue.removeWaiting(id);
  return isChanged;
}

export const resumeRun = ({ store }: Runs, id: number): Promise<boolean> =>
  store.runs.change(id, ['paused'], 'running');

const unknownRun = (id: number): PhotoTagError =>
  new PhotoTagError('USAGE', `There is no run ${id}`, { remedy: '`photo-tag queue` lists them.' });
