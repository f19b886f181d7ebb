import type { ClusterWindowOptions, WindowGroup } from '../algorithms/cluster-window.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ClusterRequest {
  /** Row-major, count × dimensions. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly options: ClusterWindowOptions;
  /** How many a large window may use. */
  readonly processors: number;
}

/** Clusters windows in worker threads, so that progress and Ctrl-C stay alive meanwhile. */
export function clusterThreads(threads: number) {
  const script = new URL('./cluster-worker.ts', import.meta.url);
  const pool = new WorkerPool<ClusterRequest, WindowGroup[]>('clustering', script, threads);
  return {
    /** An array that is all of its buffer is handed over, since it may be a gigabyte: it is empty afterwards. */
    clusterWindow: (vectors: Float32Array, dimensions: number, options: ClusterWindowOptions) => {
      const { buffer } = vectors;
      const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === vectors.byteLength;
      const request = { vectors, dimensions, options, processors: Math.max(1, threads) };
      return pool.run(request, isWhole ? [buffer] : []);
    },
    close: () => pool.close(),
  };
}
