import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled, downloadFailed, TryAgain } from './pull-errors.ts';
import type { Timings } from './timings.ts';

/** A handful of clients that were sent away together must not come back together. */
const JITTER = 0.25;

/**
 * Tries until it works, waiting longer each time, or as long as the server asked for.
 * @param attempt is told how to say that something came through: the count of tries then begins anew.
 */
export async function tryAgain<Result>(
  attempt: (progressed: () => void) => Promise<Result>,
  {
    timings,
    signal,
    onNote,
  }: {
    readonly timings: Timings;
    readonly signal: AbortSignal;
    readonly onNote: (note: string) => void;
  },
): Promise<Result> {
  let tries = 0;
  for (;;) {
    try {
      return await attempt(() => {
        tries = 0;
      });
    } catch (problem) {
      if (!(problem instanceof TryAgain)) throw problem;
      tries++;
      if (tries >= timings.attempts) throw problem.error;
      const waitMillis =
        problem.waitMillis ?? timings.backOffMillis * 2 ** (tries - 1) * (1 + JITTER * Math.random());
      if (waitMillis > timings.longestWaitMillis) {
        throw downloadFailed(
          `${problem.message}, and asks to wait ${Math.ceil(waitMillis / 60_000)} minutes`,
          'Run the same command again after that; what was downloaded is kept.',
          problem.error,
        );
      }
      onNote(`${problem.message}: trying again in ${seconds(waitMillis)}.`);
      try {
        await sleep(waitMillis, undefined, { signal });
      } catch {
        throw cancelled();
      }
    }
  }
}

const seconds = (millis: number): string => `${(millis / 1000).toFixed(millis < 10_000 ? 1 : 0)} s`;
