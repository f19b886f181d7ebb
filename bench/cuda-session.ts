/** A thread of bench/cuda.ts: bare passes of one session on the GPU over one batch. */
import { parentPort, workerData } from 'node:worker_threads';
import { floatTensor, openSession } from '../src/models/onnx/open-session.ts';

export interface CudaSessionTask {
  readonly path: string;
  readonly batch: number;
  readonly sizePx: number;
  readonly precision: string;
}

const { path, batch, sizePx } = workerData as CudaSessionTask;
const opened = await openSession(path, 'cuda', 1);
const values = Float32Array.from({ length: batch * 3 * sizePx * sizePx }, (_, at) => Math.sin(at * 1.37));
const shape = [batch, 3, sizePx, sizePx];
const pass = async (): Promise<void> => {
  await opened.session.run({ pixel_values: floatTensor(opened, 'pixel_values', values, shape) });
};
for (let warm = 0; warm < 3; warm++) await pass();
const passes = Math.max(8, Math.floor(1024 / batch));
const started = performance.now();
for (let done = 0; done < passes; done++) await pass();
parentPort?.postMessage((batch * passes * 1000) / (performance.now() - started));
