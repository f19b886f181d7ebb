import { DAY_MILLIS } from '../wall-time.ts';
import { type ClockSegment, endOf, startOf } from './clock-segments.ts';
import { type Body, numbersBetween } from './shot.ts';

/**
 * Segments of one body that follow each other by clock and by counter: the clock was not set in between, or
 * by less than shows.
 */
export interface ClockChain {
  readonly body: Body;
  /** By clock. At least one. */
  readonly segments: readonly ClockSegment[];
}

/** Pictures deleted, or kept elsewhere, between two folders. */
const MISSING_NUMBERS = 400;
/** A pause in which nobody took a picture. After a longer one the counter tells too little. */
const PAUSE_MILLIS = 90 * DAY_MILLIS;
/** Other stretches of the body's life that lie on the same days by a wrong clock. */
const LOOK_AHEAD = 12;

/** Links each segment with the one that goes on from it; a segment without counters is a chain by itself. */
export function chainsOf(body: Body, segments: readonly ClockSegment[]): ClockChain[] {
  const sorted = segments.toSorted((a, b) => startOf(a) - startOf(b) || (a.folder < b.folder ? -1 : 1));
  const isTaken = new Array<boolean>(sorted.length).fill(false);
  const chains: ClockChain[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (isTaken[i]) continue;
    const chain = [sorted[i]!];
    for (let at = i; at >= 0; ) {
      const next = follower(sorted, at, isTaken, body.modulus);
      if (next >= 0) {
        isTaken[next] = true;
        chain.push(sorted[next]!);
      }
      at = next;
    }
    chains.push({ body, segments: chain });
  }
  return chains;
}

function follower(
  sorted: readonly ClockSegment[],
  from: number,
  isTaken: readonly boolean[],
  modulus: number,
): number {
  const segment = sorted[from]!;
  if (segment.numbers === null || segment.isBroken) return -1;
  let best = -1;
  let fewest = MISSING_NUMBERS;
  for (let i = from + 1; i < sorted.length && i <= from + LOOK_AHEAD; i++) {
    const next = sorted[i]!;
    if (startOf(next) - endOf(segment) > PAUSE_MILLIS) break;
    if (isTaken[i] || next.numbers === null || next.isResetLike) continue;
    if (startOf(next) < endOf(segment)) continue;
    const missing = numbersBetween(segment.numbers[1], next.numbers[0], modulus);
    if (missing > 0 && missing < fewest) {
      fewest = missing;
      best = i;
    }
  }
  return best;
}
