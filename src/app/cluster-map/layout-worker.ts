import { parentPort, workerData } from 'node:worker_threads';
import { mapLayout } from './map-layout.ts';

/** Vectors in one piece, in the order of the clusters. */
export interface LayoutTask {
  readonly vectors: Float32Array;
  readonly dimensions: number;
}

export type LayoutReply =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'done'; readonly places: Float32Array };

const { vectors, dimensions } = workerData as LayoutTask;
const count = dimensions === 0 ? 0 : vectors.length / dimensions;
const layout = await mapLayout(
  Array.from({ length: count }, (_, i) => vectors.subarray(i * dimensions, (i + 1) * dimensions)),
  undefined,
  (share) => parentPort!.postMessage({ kind: 'progress', share } satisfies LayoutReply),
);
const places = Float32Array.from(layout.flat());
parentPort!.postMessage({ kind: 'done', places } satisfies LayoutReply, [places.buffer]);
