import sharp from 'sharp';
import { answerTasks } from '../../threads/answer-tasks.ts';
import type { DetectorInput } from '../detector.ts';
import { loadPictureDetector } from './picture-detector.ts';

// A worker is one unit of parallelism: libvips must not open threads of its own beside it, nor keep decoded files.
sharp.concurrency(1);
sharp.cache(false);

answerTasks(loadPictureDetector(), {
  message: (input: DetectorInput) => `The people detector failed at ${input.jpeg}`,
  remedy:
    'Run the stage again. If it fails at the same photo, set runtime.workers to 1: memory may be short.',
});
