import type { DatePrecision, WallInterval } from '../domain/capture-time.ts';
import { periodOf, wallTimeInWords } from './wall-time.ts';

const WHOLE: readonly DatePrecision[] = ['year', 'month', 'day'];

/**
 * An interval as briefly as it can be said: `2008`, `2008-07`, `2008-07-05`, `2008-07-05 14:30`,
 * `2008-07-05 14:30 – 18:02` or `2008-07-05 14:30 – 2008-07-06 00:10`. To the minute, and not rounded.
 */
export function intervalInWords({ startMillis, endMillis }: WallInterval): string {
  for (const precision of WHOLE) {
    const whole = periodOf(startMillis, precision);
    if (whole.startMillis === startMillis && whole.endMillis === endMillis) {
      return wallTimeInWords(startMillis, precision);
    }
  }
  const start = minuteInWords(startMillis);
  const end = minuteInWords(endMillis);
  if (start === end) return start;
  return start.slice(0, 10) === end.slice(0, 10) ? `${start} – ${end.slice(11)}` : `${start} – ${end}`;
}

/** `2008-07-05 14:30`. */
export const minuteInWords = (wallMillis: number): string =>
  wallTimeInWords(wallMillis, 'second').slice(0, 16);
