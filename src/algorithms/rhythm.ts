import type { WallInterval } from '../domain/capture-time.ts';
import { extremesOf } from './extremes.ts';

/**
 * Where photos lie that were all taken in one interval, as far as their clock's rhythm tells: the whole stretch may
 * lie anywhere in the interval, so each photo's own interval is as long as the room that is left, and the middles of
 * these keep the distances between the photos.
 *
 * @param clocks what the clock said of each, wall-clock milliseconds; null where there is none
 * @returns an interval each, in their order: the whole one where there is no clock, and for all where the stretch is
 *   longer than the interval
 */
export function placedInInterval(clocks: readonly (number | null)[], interval: WallInterval): WallInterval[] {
  const { least: first, most: last } = extremesOf(clocks.filter((clock) => clock !== null));
  const room = interval.endMillis - interval.startMillis - Math.max(0, last - first);
  return clocks.map((clock) => {
    if (clock === null || room < 0) return interval;
    const startMillis = interval.startMillis + (clock - first);
    return { startMillis, endMillis: startMillis + room };
  });
}

/** A clock that goes back by more has started again. */
const BACKWARDS_MILLIS = 60_000;
/** No camera writes so many in a second: the clock stands still. */
const STOPPED_COUNT = 25;

/** A clock that stood still or kept starting again, so that its own rhythm is none. */
export function isBrokenClock(clocks: readonly number[]): boolean {
  const isStopped = clocks.length >= STOPPED_COUNT && clocks[0] === clocks.at(-1);
  return isStopped || clocks.some((clock, i) => i > 0 && clock < clocks[i - 1]! - BACKWARDS_MILLIS);
}
