import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import type { Detections } from '../../domain/detection.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import type { DetectorInput } from '../detector.ts';
import { type DetectorNetworks, loadOnnxPictureDetector } from './picture-detector.ts';

// A worker is one unit of parallelism: libvips must not open threads of its own beside it, nor keep decoded files.
sharp.concurrency(1);
sharp.cache(false);

const loading = loadOnnxPictureDetector(workerData as DetectorNetworks);
loading.catch(() => {}); // Answered to the first request.

parentPort?.on('message', async (input: DetectorInput) => {
  parentPort?.postMessage(await answer(input));
});

/** An Error as a result is the picture's own. */
async function answer(input: DetectorInput): Promise<WorkerReply<Detections | Error>> {
  try {
    const detect = await loading;
    return { kind: 'done', result: await detect(input) };
  } catch (error) {
    if (error instanceof PhotoTagError) {
      const file = error.file === undefined ? '' : ` (${error.file})`;
      return { kind: 'broken', code: error.code, message: `${error.message}${file}`, remedy: error.remedy };
    }
    return {
      kind: 'broken',
      code: 'TOOL_FAILED',
      message: `The people detector failed at ${input.jpeg}: ${messageOf(error)}`,
      remedy:
        'Run the stage again. If it fails at the same photo, set runtime.workers to 1, or people_policy.detector to embedded.',
    };
  }
}
