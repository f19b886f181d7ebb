import type { ClusterWindowOptions, WindowGroup } from '../algorithms/cluster-window.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ClusterRequest {
  /** Row-major, count × dimensions. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly options: ClusterWindowOptions;
}

/** Clusters windows in worker threads, so that progress and Ctrl-C stay alive meanwhile. */
export function clusterThreads(threads: number) {
  const script = new URL('./cluster-worker.ts', import.meta.url);
  const pool = new WorkerPool<ClusterRequest, WindowGroup[]>('clustering', script, threads);
  return {
    clusterWindow: (vectors: Float32Array, dimensions: number, options: ClusterWindowOptions) =>
      pool.run({ vectors, dimensions, options }),
    close: () => pool.close(),
  };
}
