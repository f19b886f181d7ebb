import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Picture } from './library/planned-file.ts';

export interface RenderJob {
  readonly picture: Picture;
  readonly target: string;
  readonly scale: number;
  /** Camera model for the inside of a DNG. */
  readonly model: string;
}

/** What a worker answers: errors travel as values, so that the first one can stop the others. */
export interface RenderReply {
  readonly error: unknown;
}

/** Each worker holds some 60 MB of pixels. */
const MOST_WORKERS = 8;

/** Renders all pictures, one at a time in each of as many workers as there are cores. */
export async function renderPictures(jobs: readonly RenderJob[], onDone: () => void): Promise<void> {
  let next = 0;
  const workers: Worker[] = [];
  const serve = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./render-worker.ts', import.meta.url));
      workers.push(worker);
      const hand = (): void => {
        const job = jobs[next++];
        if (job === undefined) resolve();
        else worker.postMessage(job);
      };
      worker.on('message', ({ error }: RenderReply) => {
        if (error !== null) reject(error);
        else {
          onDone();
          hand();
        }
      });
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('A rendering thread ended early.')));
      hand();
    });
  const count = Math.min(availableParallelism(), MOST_WORKERS, jobs.length);
  try {
    await Promise.all(Array.from({ length: count }, serve));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
