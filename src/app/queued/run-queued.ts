import { PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { VisionConsent } from '../../domain/vision.ts';
import { followRun, type SharedRun, type SharedStep } from '../../pipeline/queued/follow-run.ts';
import { Patience } from '../../pipeline/queued/patience.ts';
import { timingsOf } from '../../pipeline/queued/timings.ts';
import type { PipelineResult } from '../../pipeline/run-pipeline.ts';
import type { Library } from '../library.ts';
import { recipeOf } from './recipe.ts';
import { workerOf } from './work.ts';

export interface QueuedRequest {
  readonly stages: readonly StageName[];
  readonly command: string;
  readonly consent: VisionConsent | null;
  readonly signal: AbortSignal;
  readonly onSteps?: ((steps: readonly SharedStep[], run: SharedRun) => void) | undefined;
  readonly tell: (notice: string) => void;
}

/** Whether somebody is there to whom work can be left. */
export async function hasWorkers({ isShared, store, settings }: Library): Promise<boolean> {
  if (!isShared) return false;
  return (await store.runs.workers()).some(
    ({ silentMillis }) => silentMillis < settings.runtime.worker_timeout * 1000,
  );
}

/** Orders a run from the workers of a library, and waits for its end; where it has none to itself, works here. */
export async function runQueued(library: Library, request: QueuedRequest): Promise<PipelineResult> {
  const { store } = library;
  const queue = await library.queue();
  const { stages, command, consent, signal, tell } = request;
  // What was given up in earlier runs is due, and gets another chance.
  const dead = (await queue.dead()).filter(({ stage }) => stages.includes(stage));
  await queue.forgetDead(dead.map(({ id }) => id));
  if (!library.isShared) await endLeftOvers(library);
  const id = await store.transaction((transaction) =>
    transaction.runs.order({
      command,
      stages,
      roots: library.settings.roots,
      recipe: recipeOf(library),
      consent,
    }),
  );
  const here = new AbortController();
  const working = library.isShared
    ? Promise.resolve()
    : workerOf(library, queue, { stages, tell }).work(here.signal, { untilIdle: true });
  if (library.isShared && !(await hasWorkers(library))) {
    tell('No worker is at work on this library: the run waits for one. Start it with `photo-tag worker`.');
  }
  try {
    const timings = timingsOf(library.settings.runtime.worker_timeout);
    // The run goes on wherever workers reach the database; who only watches it waits as they do.
    const patience = new Patience(timings, tell, signal);
    const ended = await followRun({ store, queue }, id, { signal, onSteps: request.onSteps, patience });
    if (ended.run.state === 'failed') throw failedRun(ended.run.problem ?? '', stages);
    return { stages: ended.stages, cancelled: ended.run.state === 'cancelled' };
  } finally {
    here.abort();
    await working;
  }
}

/** Of a process that was killed: its jobs were in its memory. */
async function endLeftOvers({ store }: Library): Promise<void> {
  for (const { id, state } of await store.runs.list({ active: true, limit: 1000 })) {
    await store.runs.change(id, [state], 'cancelled');
  }
}

function failedRun(problem: string, stages: readonly StageName[]): PhotoTagError {
  const isVision = stages.length === 1 && stages[0] === 'vision';
  return new PhotoTagError(
    isVision ? 'VISION_UNUSABLE' : 'TOOL_FAILED',
    `Workers could not do all of it: ${problem}`,
    {
      remedy: 'What was done is kept. Mend that, and start the run again: what is left is tried anew.',
    },
  );
}
