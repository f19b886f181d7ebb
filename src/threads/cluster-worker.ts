import { parentPort } from 'node:worker_threads';
import { clusterWindow, type WindowGroup } from '../algorithms/cluster-window.ts';
import type { ClusterRequest } from './cluster-threads.ts';
import type { WorkerReply } from './worker-pool.ts';

parentPort!.on('message', ({ vectors, dimensions, options }: ClusterRequest) => {
  const { groups } = clusterWindow(vectors, dimensions, options);
  parentPort!.postMessage({ kind: 'done', result: groups } satisfies WorkerReply<WindowGroup[]>);
});
