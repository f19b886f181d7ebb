import { parentPort } from 'node:worker_threads';
import type { WorkerReply } from '../threads/worker-pool.ts';
import { blockThisThread } from './disk.ts';
import { performTask, type SidecarReply, type SidecarTask } from './sidecar-task.ts';

/* A worker thread of sidecar-threads.ts. */

blockThisThread();

parentPort!.on('message', async (task: SidecarTask) => {
  const result = await performTask(task);
  parentPort!.postMessage({ kind: 'done', result } satisfies WorkerReply<SidecarReply>);
});
