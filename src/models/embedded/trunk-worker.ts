import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { pictureVector } from './picture-vector.ts';
import { loadTrunk } from './trunk.ts';
import { objectsOf } from './trunk-objects.ts';
import { readTrunkPicture, type TrunkPicture } from './trunk-picture.ts';
import type { TrunkReply, TrunkRequest } from './trunk-protocol.ts';

// A worker is one unit of parallelism: libvips must not open threads of its own beside it, nor keep decoded files.
sharp.concurrency(1);
sharp.cache(false);

const loading = loadTrunk();
loading.catch(() => {}); // Answered to the first request.

parentPort?.on('message', async (request: TrunkRequest) => {
  const reply = await embed(request.jpeg);
  parentPort?.postMessage(reply, reply.kind === 'embedded' ? [reply.vector.buffer as ArrayBuffer] : []);
});

async function embed(jpeg: string): Promise<TrunkReply> {
  let picture: TrunkPicture;
  try {
    picture = await readTrunkPicture(jpeg);
  } catch (error) {
    return { kind: 'unreadable', message: messageOf(error).trim().replaceAll('\n', '; ') };
  }
  try {
    const pass = (await loading).run(picture.pixels);
    return {
      kind: 'embedded',
      vector: pictureVector(pass, picture.placement),
      objects: objectsOf(pass.detections, picture.placement),
    };
  } catch (error) {
    if (error instanceof PhotoTagError) {
      return { kind: 'broken', code: error.code, message: error.message, remedy: error.remedy };
    }
    return {
      kind: 'broken',
      code: 'TOOL_FAILED',
      message: `The embedded model failed on ${jpeg}: ${messageOf(error)}`,
      remedy:
        'Run the stage again. If it fails at the same photo, set runtime.workers to 1: memory may be short.',
    };
  }
}
