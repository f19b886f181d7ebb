import { parentPort } from 'node:worker_threads';
import type { WorkerReply } from '../threads/worker-pool.ts';
import { blockThisThread } from './disk.ts';
import { makeChange, planChange } from './make-change.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { SidecarReply, SidecarTask } from './sidecar-threads.ts';

/* A worker thread of sidecar-threads.ts. */

blockThisThread();

async function work(task: SidecarTask): Promise<SidecarReply> {
  if (task.kind === 'plan') {
    const changes = [];
    for (const request of task.requests) {
      const change = await planChange(request);
      changes.push(change instanceof Error ? { reason: change.message } : change);
    }
    return { kind: 'planned', changes };
  }
  let needsExiftool = false;
  const result = await makeChange(task.request, task.target, task.options, async () => {
    needsExiftool = true;
    throw new SidecarRefusal('exiftool has to be asked');
  });
  return { kind: 'made', result: needsExiftool ? null : result };
}

parentPort!.on('message', async (task: SidecarTask) => {
  const result = await work(task);
  parentPort!.postMessage({ kind: 'done', result } satisfies WorkerReply<SidecarReply>);
});
