import { WorkerPool } from '../../threads/worker-pool.ts';
import type { NetworkAnswer, NetworkHost, NetworkTask } from './network-task.ts';

/** Two: a session goes from one batch to the next without waiting for the thread that hands them out. */
const BATCHES_A_SESSION = 2;

/** Sessions of onnxruntime, each in a worker thread: a pass keeps its thread busy from beginning to end. */
export function createWorkerHost(sessions: number): NetworkHost {
  const pool = new WorkerPool<NetworkTask, NetworkAnswer>(
    'network',
    new URL('./network-worker.ts', import.meta.url),
    sessions,
    { ahead: BATCHES_A_SESSION },
  );
  return {
    passes: sessions * BATCHES_A_SESSION,
    run: (task) =>
      pool.run(
        task,
        task.pictures.map((picture) => picture.buffer),
      ),
    close: () => pool.close(),
  };
}
