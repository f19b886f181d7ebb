import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { writePicture } from './files/write-picture.ts';
import type { RenderJob, RenderReply } from './render-pictures.ts';

// One thread of libvips a worker: the workers are the parallelism.
sharp.concurrency(1);

parentPort?.on('message', async (job: RenderJob) => {
  let reply: RenderReply;
  try {
    await writePicture(job.picture, job.target, job.scale, job.model);
    reply = { error: null };
  } catch (error) {
    reply = { error };
  }
  parentPort?.postMessage(reply);
});
