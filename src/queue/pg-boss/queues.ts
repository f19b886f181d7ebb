import type { QueueOptions } from 'pg-boss';
import type { StageName } from '../../domain/stage-name.ts';
import { BACK_OFF } from '../queue.ts';

/** One queue a stage, so that a machine with a GPU serves those that need one. */
export const queueOf = (stage: StageName): string => `stage/${stage}`;

/** Where jobs lie that nobody takes any more. */
export const DEAD = 'dead';

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * A batch takes seconds, and a worker that dies is noticed by its silence. An hour means that it hangs: then another
 * worker tries. The worse mistake is to double work that goes on.
 */
const BATCH_EXPIRES_SECONDS = HOUR;

/** A walk over a slow disk takes hours. pg-boss allows no more than a day; then it starts again with what is left. */
export const SWEEP_EXPIRES_SECONDS = DAY;

export const STAGE_QUEUE: QueueOptions & { deadLetter: string } = {
  expireInSeconds: BATCH_EXPIRES_SECONDS,
  // Workers count what went wrong and bury a job themselves; this only bounds what they do not see.
  retryLimit: 100,
  retryDelay: BACK_OFF.firstSeconds,
  retryBackoff: true,
  retryDelayMax: BACK_OFF.lastSeconds,
  // Nothing is read of a job that is done; what became of its photos is in the tables of the library.
  deleteAfterSeconds: HOUR,
  retentionSeconds: 60 * DAY,
  deadLetter: DEAD,
};

export const DEAD_QUEUE: QueueOptions = { retentionSeconds: 365 * DAY };
