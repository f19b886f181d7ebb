import { adjustedRandIndex } from '../src/algorithms/adjusted-rand-index.ts';
import { timeWindows } from '../src/algorithms/time-windows.ts';
import { DAY_MILLIS, gapMillis, HOUR_MILLIS } from '../src/algorithms/wall-time.ts';
import type { CaptureTime } from '../src/domain/capture-time.ts';
import type { PhotoTruth } from './date-library/world.ts';
import { median } from './median.ts';

/** The product's own rule (config `time_window_minutes` and `window_mode`). */
const WINDOWS = { mode: 'gap', windowMinutes: 60 } as const;

/** The same day: 14 hours are the most that a clock is off UTC (docs/dates.md). What trust from 0.5 on speaks of. */
export const SAME_DAY_MILLIS = 14 * HOUR_MILLIS;

/** The truth lies in the interval that is stated, or within an hour of it. */
export function holdsTruth(
  { interval }: CaptureTime,
  truthMillis: number,
  slackMillis = HOUR_MILLIS,
): boolean {
  const moment = { startMillis: truthMillis, endMillis: truthMillis };
  return interval !== null && gapMillis(interval, moment) <= slackMillis;
}

/** Days that the stated interval is long; 0 for an instant, and where nothing is stated. */
export function daysStated({ interval }: CaptureTime): number {
  return interval === null ? 0 : (interval.endMillis - interval.startMillis) / DAY_MILLIS;
}

export function isWithinAnHour(wallMillis: number | null, truthMillis: number): boolean {
  return wallMillis !== null && Math.abs(wallMillis - truthMillis) <= HOUR_MILLIS;
}

/** The window of each photo, as a number; photos without a time share one. */
export function windowLabels(wallMillis: readonly (number | null)[], keys: readonly string[]): Int32Array {
  const indexOf = new Map(keys.map((key, i) => [key, i]));
  const photos = keys.map((key, i) => ({ key, wallMillis: wallMillis[i] ?? null }));
  const labels = new Int32Array(keys.length);
  timeWindows(photos, WINDOWS).forEach((window, label) => {
    for (const key of window.keys) labels[indexOf.get(key)!] = label;
  });
  return labels;
}

/** Agreement of windows, over all photos or those that `counts` names; the windows are made of all photos. */
export function windowAgreement(
  found: Int32Array,
  right: Int32Array,
  counts: (index: number) => boolean = () => true,
): number {
  const chosen = Array.from(found.keys()).filter(counts);
  return adjustedRandIndex(
    chosen.map((i) => found[i]!),
    chosen.map((i) => right[i]!),
  );
}

export interface ReliabilityRow {
  /** `0.8 to 0.9` */
  readonly trust: string;
  readonly photos: number;
  /** Null where there is no photo. */
  readonly right: number | null;
}

/** For each tenth of trust, how many photos have it and which share of them is right. */
export function reliability(
  times: readonly CaptureTime[],
  truth: readonly PhotoTruth[],
  counts: (index: number) => boolean = () => true,
  slackMillis = HOUR_MILLIS,
): ReliabilityRow[] {
  const photos = new Int32Array(10);
  const right = new Int32Array(10);
  times.forEach((time, i) => {
    if (!counts(i)) return;
    const bin = Math.min(9, Math.max(0, Math.floor(time.trustScore * 10 + 1e-9)));
    photos[bin]!++;
    if (holdsTruth(time, truth[i]!.wallMillis, slackMillis)) right[bin]!++;
  });
  return Array.from(photos, (count, bin) => ({
    trust: `${(bin / 10).toFixed(1)} to ${((bin + 1) / 10).toFixed(1)}`,
    photos: count,
    right: count === 0 ? null : right[bin]! / count,
  }));
}

/** Share of photos with at least so much trust that are right, and how many there are. */
export function rightFrom(rows: readonly ReliabilityRow[], bin: number): { photos: number; right: number } {
  const trusted = rows.slice(bin);
  const photos = trusted.reduce((sum, row) => sum + row.photos, 0);
  const right = trusted.reduce((sum, row) => sum + row.photos * (row.right ?? 0), 0);
  return { photos, right: photos === 0 ? 1 : right / photos };
}

/** Share of the photos that are recoverable to the hour whose time has a trust of 0.8 and more. */
export function trustedShare(times: readonly CaptureTime[], truth: readonly PhotoTruth[]): number {
  const recoverable = times.filter((_, i) => truth[i]!.recoverable === 'hour');
  return recoverable.filter(({ trustScore }) => trustScore >= 0.8).length / recoverable.length;
}

export interface ShiftedClock {
  readonly photos: number;
  readonly meanTrust: number;
  readonly isWrong: boolean;
}

/**
 * Clocks that the resolver moved: one per piece of a run's clock (see world.ts). A shift is wrong where the median
 * photo lies further from the truth than an hour and half of the stated interval, and further than before the shift.
 */
export function shiftedClocks(times: readonly CaptureTime[], truth: readonly PhotoTruth[]): ShiftedClock[] {
  const clocks = new Map<number, number[]>();
  times.forEach((time, i) => {
    const { clock } = truth[i]!;
    if (clock < 0 || shiftOf(time) === 0 || time.wallMillis === null) return;
    const photos = clocks.get(clock);
    if (photos === undefined) clocks.set(clock, [i]);
    else photos.push(i);
  });
  return [...clocks.values()].map((photos) => {
    const trust = photos.reduce((sum, i) => sum + times[i]!.trustScore, 0) / photos.length;
    const after = photos.map((i) => Math.abs(times[i]!.wallMillis! - truth[i]!.wallMillis));
    const before = photos.map((i) =>
      Math.abs(times[i]!.wallMillis! - shiftOf(times[i]!) - truth[i]!.wallMillis),
    );
    const allowed = photos.map((i) => HOUR_MILLIS + (daysStated(times[i]!) * DAY_MILLIS) / 2);
    const isWrong = median(after) > median(allowed) && median(after) > median(before);
    return { photos: photos.length, meanTrust: trust, isWrong };
  });
}

const shiftOf = ({ clock }: CaptureTime) => clock?.shiftMillis ?? 0;
