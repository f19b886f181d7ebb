import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { WorkerReply } from '../../threads/worker-pool.ts';
import type { Description } from '../captioner.ts';
import { type DescriberOptions, loadPictureDescriber } from './picture-describer.ts';

sharp.concurrency(1);
sharp.cache(false);

const loading = loadPictureDescriber(workerData as DescriberOptions);
loading.catch(() => {}); // Answered to the first request.

parentPort?.on('message', async (jpeg: string) => {
  parentPort?.postMessage(await answer(jpeg));
});

/** An Error as a result is the picture's own. */
async function answer(jpeg: string): Promise<WorkerReply<Description | Error>> {
  try {
    const describe = await loading;
    return { kind: 'done', result: await describe(jpeg) };
  } catch (error) {
    if (error instanceof PhotoTagError) {
      const file = error.file === undefined ? '' : ` (${error.file})`;
      return { kind: 'broken', code: error.code, message: `${error.message}${file}`, remedy: error.remedy };
    }
    return {
      kind: 'broken',
      code: 'TOOL_FAILED',
      message: `The captioner failed at ${jpeg}: ${messageOf(error)}`,
      remedy: 'Run the stage again. If it fails at the same photo, memory may be short.',
    };
  }
}
