import type { Embedder, Embedding } from '../embedder.ts';
import { VECTOR_DIMENSIONS } from './picture-vector.ts';
import { TrunkPool } from './trunk-pool.ts';

/**
 * Changes whenever vectors of the same picture change: other weights, other constants, another formula. The
 * constants and the weights' hash are held to it by a test.
 */
export const EMBEDDED_ID = 'embedded/centernet-gem3-objects/1';

/** Threads that each hold the network once: about 0.1 GB of memory a thread. */
const DEFAULT_WORKERS = 2;

export interface EmbeddedEmbedderOptions {
  readonly workers?: number | undefined;
}

/** The embedder that needs no download: features and objects of the detector that the npm install brings. */
export function createEmbeddedEmbedder(options: EmbeddedEmbedderOptions = {}): Embedder {
  const pool = new TrunkPool(Math.max(1, options.workers ?? DEFAULT_WORKERS));
  const embedImage = async (jpeg: string): Promise<Embedding | Error> => {
    const reply = await pool.run(jpeg);
    if (reply.kind === 'embedded') return { vector: reply.vector, objects: reply.objects };
    return new Error(`The proxy cannot be read: ${reply.kind === 'unreadable' ? reply.message : reply.kind}`);
  };
  return {
    id: EMBEDDED_ID,
    dimensions: VECTOR_DIMENSIONS,
    embedImages: (jpegs) => Promise.all(jpegs.map(embedImage)),
    embedTexts: async () => null,
    close: () => pool.close(),
  };
}
