/** How often workers look, and how long they wait. Tests take shorter ones. */
export interface Timings {
  /** Between two looks for a job, while there is something to do. */
  readonly lookMillis: number;
  /** Between two looks while nothing was to do for a while. */
  readonly idleMillis: number;
  /** Between two signs of life. */
  readonly beatMillis: number;
  /**
   * A worker that was not heard for so long counts as dead, and its jobs are given to others. Too short takes jobs from
   * one that only waits for a slow network, which does the work twice and saves it once; too long holds up barriers.
   */
  readonly deadAfterMillis: number;
  /** So long who moves the barriers does so without a word to the database; then another one may. */
  readonly leaseMillis: number;
  /** A database that does not answer a sign of life for so long is taken as lost, and connections are made anew. */
  readonly answerMillis: number;
  /** Batches at work when a worker is told to stop have so long to end; then they are given back. */
  readonly drainMillis: number;
  /** Waits before the database is tried again double from the first to the last. */
  readonly retryMillis: readonly [first: number, last: number];
}

export const RETRY_MILLIS: Timings['retryMillis'] = [500, 10_000];

/** @param silenceSeconds a worker that is not heard for so long counts as dead: `runtime.worker_timeout` */
export function timingsOf(silenceSeconds: number): Timings {
  const deadAfterMillis = silenceSeconds * 1000;
  return {
    lookMillis: 250,
    idleMillis: 1000,
    // Six chances to be heard.
    beatMillis: deadAfterMillis / 6,
    deadAfterMillis,
    leaseMillis: deadAfterMillis / 2,
    answerMillis: deadAfterMillis / 2,
    drainMillis: 60_000,
    retryMillis: RETRY_MILLIS,
  };
}

/**
 * A batch at which the program died so often is cut in pieces, until the photo is alone that kills it; a photo alone
 * gets one death more, because a machine may also be switched off.
 */
export const DEATHS = { ofBatch: 2, ofOne: 3, ofSweep: 5 } as const;

/** Pieces that such a batch is cut into. */
export const PIECES = 8;

/** A job that threw so often is dead: with waits that double from 2 seconds, after about two minutes. */
export const MOST_TRIES = 6;
