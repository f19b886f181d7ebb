import { WorkerPool } from '../../threads/worker-pool.ts';
import type { Embedder, Embedding } from '../embedder.ts';
import { MODEL_HEAP } from './model-heap.ts';
import { VECTOR_DIMENSIONS } from './picture-vector.ts';

/**
 * Changes whenever vectors of the same picture change: other weights, other constants, another formula. A test
 * holds it to the weights and constants.
 */
export const EMBEDDED_ID = 'embedded/centernet-gem3-objects/1';

/** Threads that each hold the network once: about 0.1 GB of memory a thread. */
const DEFAULT_WORKERS = 2;

export interface EmbeddedEmbedderOptions {
  readonly workers?: number | undefined;
}

/** The embedder that needs no download: features and objects of the detector that the npm install brings. */
export function createEmbeddedEmbedder(options: EmbeddedEmbedderOptions = {}): Embedder {
  const pool = new WorkerPool<string, Embedding | Error>(
    'embedded model',
    new URL('./trunk-worker.ts', import.meta.url),
    options.workers ?? DEFAULT_WORKERS,
    { heap: MODEL_HEAP },
  );
  return {
    id: EMBEDDED_ID,
    dimensions: VECTOR_DIMENSIONS,
    embedImages: (jpegs) => Promise.all(jpegs.map((jpeg) => pool.run(jpeg))),
    embedTexts: async () => null,
    close: () => pool.close(),
  };
}
