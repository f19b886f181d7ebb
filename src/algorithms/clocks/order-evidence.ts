import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../wall-time.ts';
import type { ClockChain } from './clock-chains.ts';
import { type ClockSegment, endOf, startOf } from './clock-segments.ts';
import type { Evidence } from './evidence.ts';
import { numbersBetween } from './shot.ts';

/** A stretch of the same body whose clock was right, or has been put right. */
export interface Milestone {
  readonly startMillis: number;
  readonly endMillis: number;
  readonly numbers: readonly [first: number, last: number];
}

const WEIGHT = 0.9;

/**
 * The counter: between which stretches of its body's life a chain belongs. Milestones whose counters are far apart
 * say little, those next to each other nearly all.
 * @param milestones ascending by time
 */
export function orderEvidence(chain: ClockChain, milestones: readonly Milestone[]): Evidence | null {
  const first = chain.segments[0]!;
  const last = chain.segments.at(-1)!;
  if (first.numbers === null || last.numbers === null || milestones.length < 2) return null;
  const { modulus } = chain.body;
  const places: { from: number; to: number; fit: number }[] = [];
  for (let i = 0; i <= milestones.length; i++) {
    const before = milestones[i - 1];
    const after = milestones[i];
    const fit = placeFit(first.numbers[0], last.numbers[1], before, after, modulus);
    if (fit <= 0) continue;
    const from = before === undefined ? Number.NEGATIVE_INFINITY : before.endMillis - startOf(first);
    const to = after === undefined ? Number.POSITIVE_INFINITY : after.startMillis - endOf(last);
    if (from <= to) places.push({ from, to, fit });
  }
  if (places.length === 0) return null;
  return {
    kind: 'order',
    weight: WEIGHT,
    fitAt: (offset) => {
      for (const { from, to, fit } of places) if (offset >= from && offset <= to) return fit;
      return 0;
    },
    steps: places.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite),
    says: 'its file numbers follow those of other pictures of this camera',
  };
}

/** 0 where the counter does not fit; else the nearer the counters of the neighbours, the more it says. */
function placeFit(
  first: number,
  last: number,
  before: Milestone | undefined,
  after: Milestone | undefined,
  modulus: number,
): number {
  if (before === undefined || after === undefined) return 0;
  const span = numbersBetween(before.numbers[1], after.numbers[0], modulus);
  const lead = numbersBetween(before.numbers[1], first, modulus);
  const run = numbersBetween(first, last, modulus);
  const fits = span > 0 && lead > 0 && run >= 0 && lead + run < span;
  if (!fits) return 0;
  const room = modulus === Number.POSITIVE_INFINITY ? 20_000 : modulus;
  return Math.max(0, 1 - (span - run) / room) ** 2;
}

const SEAM_WEIGHT = 1.1;
/** Between two photos of one event with following numbers. */
const USUAL_PAUSE_MILLIS = 20 * MINUTE_MILLIS;
const LONG_PAUSE_MILLIS = 3 * HOUR_MILLIS;
const LONGEST_PAUSE_MILLIS = 2 * DAY_MILLIS;
/** Pictures deleted in between. */
const SEAM_NUMBERS = 12;

/**
 * Photos of the same body and event, before or after, with the next numbers: the clock was set, and the
 * photographer went on.
 * @param neighbour its clock was right
 */
export function seamEvidence(
  segment: ClockSegment,
  neighbour: ClockSegment,
  modulus: number,
): Evidence | null {
  if (segment.numbers === null || neighbour.numbers === null) return null;
  const goesOn = (from: number, to: number) => {
    const missing = numbersBetween(from, to, modulus);
    return missing > 0 && missing <= SEAM_NUMBERS;
  };
  const isAfter = goesOn(neighbour.numbers[1], segment.numbers[0]);
  if (!isAfter && !goesOn(segment.numbers[1], neighbour.numbers[0])) return null;
  const isInOrder = isAfter ? startOf(segment) >= endOf(neighbour) : startOf(neighbour) >= endOf(segment);
  // Two visits to one place: the numbers follow, and so do the clocks.
  if (isInOrder && !segment.isResetLike) return null;
  // The pause that an offset leaves between the two.
  const pause = isAfter
    ? (offset: number) => startOf(segment) + offset - endOf(neighbour)
    : (offset: number) => startOf(neighbour) - endOf(segment) - offset;
  const steps = [0, USUAL_PAUSE_MILLIS, LONG_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS].map((millis) =>
    isAfter ? millis - startOf(segment) + endOf(neighbour) : startOf(neighbour) - endOf(segment) - millis,
  );
  return {
    kind: 'seam',
    isGuess: true,
    weight: SEAM_WEIGHT,
    fitAt: (offset) => {
      const millis = pause(offset);
      if (millis < 0 || millis > LONGEST_PAUSE_MILLIS) return 0;
      return millis <= USUAL_PAUSE_MILLIS ? 1 : millis <= LONG_PAUSE_MILLIS ? 0.8 : 0.4;
    },
    steps: steps.sort((a, b) => a - b),
    says: `its file numbers go on ${isAfter ? 'after' : 'before'} pictures of the same event whose clock was right`,
  };
}
