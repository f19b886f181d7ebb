/** A thread of bench/models.ts: bare passes of one session over one batch, as fast as they go. */
import { parentPort, workerData } from 'node:worker_threads';
import { openSession } from '../src/models/onnx/open-session.ts';

export interface SessionTask {
  readonly path: string;
  readonly threads: number;
  readonly batch: number;
  readonly sizePx: number;
}

const { path, threads, batch, sizePx } = workerData as SessionTask;
const { session, Tensor } = await openSession(path, 'cpu', threads);
const values = Float32Array.from({ length: batch * 3 * sizePx * sizePx }, (_, at) => Math.sin(at * 1.37));
const feeds = { pixel_values: new Tensor('float32', values, [batch, 3, sizePx, sizePx]) };
await session.run(feeds);
parentPort?.postMessage(0);
parentPort?.on('message', async (photos: number) => {
  for (let done = 0; done < photos; done += batch) await session.run(feeds);
  parentPort?.postMessage(photos);
});
