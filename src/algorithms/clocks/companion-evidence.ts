import { HOUR_MILLIS, MINUTE_MILLIS } from '../wall-time.ts';
import type { ClockSegment } from './clock-segments.ts';
import type { Evidence } from './evidence.ts';

/** Photos that other bodies took at the same event. */
export interface Companions {
  /** True wall times, ascending. */
  readonly times: readonly number[];
  /** Set by a network, or confirmed by satellites. */
  readonly areReliable: boolean;
  readonly says: string;
}

/** Two people at one event, or one with two bodies, take pictures within this time of each other. */
const TOGETHER_MILLIS = 25 * MINUTE_MILLIS;
/** More tell no more, and take time. */
const MOST_ASKED = 150;
const PHONE_WEIGHT = 1.4;
const CAMERA_WEIGHT = 1;
/** Fewer photos may be from one moment of a long day. */
const FEWEST = 3;
/** What others did on other days of a journey, or at another event of the same folder, says nothing of this one. */
const SAME_DAY_MILLIS = 12 * HOUR_MILLIS;
/** They were there before and after, and on this day they took nothing. */
const ABSENT_FIT = 0.5;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * How well the photos of a segment, shifted, lie among those of the others: the share of its photos that were
 * taken while the others took some, or the share of the others' of that day that were taken while it did, whichever is
 * less.
 */
export function companionEvidence(segment: ClockSegment, companions: Companions): Evidence | null {
  if (companions.times.length < FEWEST || segment.shots.length < FEWEST) return null;
  const clock = thinned(segment.clockMillis);
  const others = thinned(companions.times);
  const ours = stretchesOf(segment.clockMillis);
  const theirs = stretchesOf(companions.times);
  const from = segment.clockMillis[0]! - SAME_DAY_MILLIS;
  const to = segment.clockMillis.at(-1)! + SAME_DAY_MILLIS;
  const fitAt = (offset: number) => {
    const first = lowerBound(others, from + offset);
    const next = lowerBound(others, to + offset);
    if (first === next) return first > 0 && next < others.length ? ABSENT_FIT : 0;
    const share = shareWithin(clock, offset, theirs);
    return share === 0 ? 0 : Math.min(share, shareWithin(others.slice(first, next), -offset, ours));
  };
  const steps: number[] = [];
  for (const { from, to } of theirs) {
    for (const millis of clock) steps.push(from - millis, to - millis);
  }
  for (const { from, to } of ours) {
    for (const millis of others) steps.push(millis - to, millis - from);
  }
  for (const millis of others) steps.push(millis - to, millis - from);
  return {
    kind: 'companions',
    weight: companions.areReliable ? PHONE_WEIGHT : CAMERA_WEIGHT,
    fitAt,
    steps: steps.sort((a, b) => a - b),
    says: companions.says,
  };
}

/** One scene: nearer than that two people photograph the same. */
const SCENE_MILLIS = 10 * MINUTE_MILLIS;

/**
 * How well the fewer lie among the more, scene by scene: finer than `fitAt`, and at the mercy of chance where there
 * are few. For choosing among offsets that fit.
 */
export function sceneFit(segment: ClockSegment, companions: Companions, offsetMillis: number): number {
  const isFewer = segment.shots.length <= companions.times.length;
  return isFewer
    ? shareWithin(thinned(segment.clockMillis), offsetMillis, stretchesOf(companions.times, SCENE_MILLIS))
    : shareWithin(thinned(companions.times), -offsetMillis, stretchesOf(segment.clockMillis, SCENE_MILLIS));
}

/** Times of work: runs without a pause of twice TOGETHER_MILLIS, and TOGETHER_MILLIS on both sides. */
export function stretchesOf(times: ArrayLike<number>, reach = TOGETHER_MILLIS): Stretch[] {
  const stretches: { from: number; to: number }[] = [];
  for (let i = 0; i < times.length; i++) {
    const from = times[i]! - reach;
    const to = times[i]! + reach;
    const last = stretches.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else stretches.push({ from, to });
  }
  return stretches;
}

function thinned(times: ArrayLike<number>): number[] {
  const step = Math.max(1, times.length / MOST_ASKED);
  const kept: number[] = [];
  for (let i = 0; i < times.length; i += step) kept.push(times[Math.floor(i)]!);
  return kept;
}

function shareWithin(times: readonly number[], offset: number, stretches: readonly Stretch[]): number {
  let within = 0;
  let s = 0;
  for (const time of times) {
    const shifted = time + offset;
    while (s < stretches.length && stretches[s]!.to < shifted) s++;
    if (s === stretches.length) break;
    if (shifted >= stretches[s]!.from) within++;
  }
  return times.length === 0 ? 0 : within / times.length;
}

/** Index of the first that is at least `value`. */
export function lowerBound(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
