import { workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { answerTasks } from '../../threads/answer-tasks.ts';
import { type DescriberOptions, loadPictureDescriber } from './picture-describer.ts';

sharp.concurrency(1);
sharp.cache(false);

answerTasks(loadPictureDescriber(workerData as DescriberOptions), {
  message: (jpeg: string) => `The captioner failed at ${jpeg}`,
  remedy: 'Run the stage again. If it fails at the same photo, memory may be short.',
});
