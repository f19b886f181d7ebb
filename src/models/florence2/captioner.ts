import { WorkerPool } from '../../threads/worker-pool.ts';
import type { Captioner, Description } from '../captioner.ts';
import type { DescriberOptions } from './picture-describer.ts';

/** Raised when descriptions of the same picture change with the same weights: other tasks or limits. */
const VERSION = 1;

/**
 * Florence-2 through transformers.js, loaded with the first picture. One worker: its networks take half a gigabyte
 * and more, and their passes share the threads.
 */
export function createFlorence2Captioner(options: DescriberOptions): Captioner {
  const { label, precision, readsText } = options;
  const pool = new WorkerPool<string, Description | Error>(
    'captioner',
    new URL('./captioner-worker.ts', import.meta.url),
    1,
    { workerData: options },
  );
  return {
    id: `florence2/${label} ${precision}${readsText ? ' with text' : ''}/${VERSION}`,
    describe: (jpegs) => Promise.all(jpegs.map((jpeg) => pool.run(jpeg))),
    close: () => pool.close(),
  };
}
