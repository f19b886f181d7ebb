import { parentPort } from 'node:worker_threads';
import { clusterWindow } from '../algorithms/cluster-window.ts';
import type { ClusterRequest } from './cluster-threads.ts';

parentPort!.on('message', ({ vectors, dimensions, options }: ClusterRequest) => {
  parentPort!.postMessage(clusterWindow(vectors, dimensions, options).groups);
});
