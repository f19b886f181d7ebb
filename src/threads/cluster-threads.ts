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
  const pool = new WorkerPool<ClusterRequest, WindowGroup[]>({
    name: 'clustering',
    script: new URL('./cluster-worker.ts', import.meta.url),
    threads,
    remedy: 'Shorten clustering.time_window_minutes if a window is too large for the memory, and run again.',
  });
  return {
    clusterWindow: (vectors: Float32Array, dimensions: number, options: ClusterWindowOptions) =>
      pool.run({ vectors, dimensions, options }),
    close: () => pool.close(),
  };
}
