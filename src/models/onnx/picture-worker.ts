import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { messageOf } from '../../domain/errors.ts';
import type { ImagePreprocessing } from '../../domain/model.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import { PictureInput } from './picture-input.ts';

/** A proxy, and what the network wants to see of it; the latter the same in every task. */
export interface PictureTask {
  readonly jpeg: string;
  readonly preprocessing: ImagePreprocessing;
}

// A worker is one unit of parallelism: libvips must not open threads of its own beside it, nor keep decoded files.
sharp.concurrency(1);
sharp.cache(false);

let maker: PictureInput | null = null;

parentPort?.on('message', async (task: PictureTask) => {
  const reply = await answer(task);
  const { result } = reply;
  parentPort?.postMessage(reply, result instanceof Error ? [] : [result.buffer]);
});

async function answer({
  jpeg,
  preprocessing,
}: PictureTask): Promise<{ kind: 'done'; result: Float32Array<ArrayBuffer> | Error }> {
  maker ??= new PictureInput(preprocessing);
  try {
    return { kind: 'done', result: await maker.of(jpeg) } satisfies WorkerReply<Float32Array | Error>;
  } catch (cause) {
    const why = messageOf(cause)
      .trim()
      .replaceAll(/\s*\n\s*/g, '; ');
    return { kind: 'done', result: new Error(`The proxy cannot be read: ${why}`) };
  }
}
