import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { PhotoTagError } from '../../domain/errors.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { isLost } from '../../pipeline/queued/lost-database.ts';
import { Patience } from '../../pipeline/queued/patience.ts';
import { RETRY_MILLIS, timingsOf } from '../../pipeline/queued/timings.ts';
import { Worker } from '../../pipeline/queued/worker.ts';
import type { Queue } from '../../queue/queue.ts';
import { STAGE_NAMES } from '../../stages/index.ts';
import type { Library } from '../library.ts';
import { needsProxies } from '../needs-proxies.ts';
import { recipeOf } from './recipe.ts';

export interface WorkOrder {
  /** All that this machine can do, where they are left out. */
  readonly stages?: readonly StageName[] | undefined;
  /** Jobs at the same time; `runtime.workers` where it is left out. */
  readonly concurrency?: number | undefined;
  /** Aborting finishes the batches at work, and ends. */
  readonly signal: AbortSignal;
  readonly onNotice: (notice: string) => void;
}

/** Works for the runs of a library until it is told to stop. */
export async function work(library: Library, order: WorkOrder): Promise<void> {
  if (!library.isShared) {
    throw new PhotoTagError('USAGE', 'Workers share a library that is kept in Postgres; this one is a file', {
      remedy:
        'Use `photo-tag run` here, or move the library to Postgres: `photo-tag store copy`, see docs/workers.md.',
    });
  }
  const { signal, onNotice: tell, concurrency } = order;
  const stages = order.stages ?? STAGE_NAMES;
  const able = stages.filter((name) => {
    const missing = missingFor(library, name);
    if (missing === null) return true;
    if (order.stages) throw missing;
    tell(`${name} is left to other workers: ${missing.message}`);
    return false;
  });
  if (able.some(needsProxies)) await library.proxies.ready();
  const hearNoMore = library.onNotice(tell);
  try {
    const queue = await whenThere(() => library.queue(), order);
    if (queue === null) return;
    const worker = workerOf(library, queue, { stages: able, tell, concurrency, lock: true });
    await worker.work(signal);
  } finally {
    hearNoMore();
  }
}

/**
 * What needs the database before a worker is at work: it waits for one that is away, as it does later, and may be started
 * before it. Null where it was told to stop meanwhile.
 */
export async function whenThere<Result>(
  open: () => Promise<Result>,
  { signal, onNotice }: Pick<WorkOrder, 'signal' | 'onNotice'>,
): Promise<Result | null> {
  const patience = new Patience({ retryMillis: RETRY_MILLIS }, onNotice, signal);
  try {
    return await patience.through(open);
  } catch (error) {
    if (signal.aborted && isLost(error)) return null;
    throw error;
  }
}

interface WorkerParts {
  readonly stages: readonly StageName[];
  readonly tell: (notice: string) => void;
  readonly concurrency?: number | undefined;
  /** Keeps those off who want the library alone. */
  readonly lock?: boolean;
}

export function workerOf(library: Library, queue: Queue, parts: WorkerParts): Worker {
  const { settings, store } = library;
  const { stages, tell, concurrency = settings.runtime.workers, lock = false } = parts;
  return new Worker(
    {
      store,
      queue,
      stageOf: (name, { consent, roots }) => library.stageOf(name, consent, roots),
      recipe: recipeOf(library),
      tell,
      timings: timingsOf(settings.runtime.worker_timeout),
      ...(lock && { lock: () => store.lock({ command: 'worker', mode: 'shared' }) }),
    },
    {
      id: randomUUID(),
      host: hostname(),
      pid: process.pid,
      stages,
      device: settings.embeddings.device,
      concurrency,
    },
  );
}

/** A stage whose model is not on the disk of this machine. */
function missingFor(library: Library, name: StageName): PhotoTagError | null {
  try {
    library.stageOf(name);
    return null;
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'MODEL_MISSING') return error;
    throw error;
  }
}
