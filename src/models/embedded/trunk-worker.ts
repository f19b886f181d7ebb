import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import type { Embedding } from '../embedder.ts';
import { pictureVector } from './picture-vector.ts';
import { loadTrunk } from './trunk.ts';
import { objectsOf } from './trunk-objects.ts';
import { readTrunkPicture, type TrunkPicture } from './trunk-picture.ts';

// A worker is one unit of parallelism: libvips must not open threads of its own beside it, nor keep decoded files.
sharp.concurrency(1);
sharp.cache(false);

const loading = loadTrunk();
loading.catch(() => {}); // Told in the answer to the first proxy.

parentPort?.on('message', async (jpeg: string) => parentPort?.postMessage(await answer(jpeg)));

async function answer(jpeg: string): Promise<WorkerReply<Embedding | Error>> {
  let picture: TrunkPicture;
  try {
    picture = await readTrunkPicture(jpeg);
  } catch (cause) {
    const why = messageOf(cause).trim().replaceAll('\n', '; ');
    return { kind: 'done', result: new Error(`The proxy cannot be read: ${why}`) };
  }
  try {
    const pass = (await loading).run(picture.pixels);
    const vector = pictureVector(pass, picture.placement);
    return { kind: 'done', result: { vector, objects: objectsOf(pass.detections, picture.placement) } };
  } catch (cause) {
    if (cause instanceof PhotoTagError) {
      return { kind: 'broken', code: cause.code, message: cause.message, remedy: cause.remedy };
    }
    return {
      kind: 'broken',
      code: 'TOOL_FAILED',
      message: `The embedded model failed on ${jpeg}: ${messageOf(cause)}`,
      remedy:
        'Run the stage again. If it fails at the same photo, set runtime.workers to 1: memory may be short.',
    };
  }
}
