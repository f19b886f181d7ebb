import type { PathDateToken } from '../path-date-tokens.ts';
import { DAY_MILLIS, HOUR_MILLIS, periodOf } from '../wall-time.ts';
import type { ClockSegment } from './clock-segments.ts';
import { endOf, startOf } from './clock-segments.ts';
import { between, type Evidence } from './evidence.ts';

/** A finer date is less often a chance. */
const WEIGHT = { second: 1, hour: 1, day: 1, month: 0.8, year: 0.6 } as const;
/** What was taken past midnight stays in the folder of the evening. */
const PAST_MIDNIGHT_MILLIS = 6 * HOUR_MILLIS;
/** A folder of a journey is named after its first day. */
export const JOURNEY_MILLIS = 30 * DAY_MILLIS;
/** From there on it fits less: the first day is the likeliest. */
const JOURNEY_FIT = 0.6;

/**
 * A folder whose name is nothing but the day that the clock says: an import program made it after the clock, right or
 * wrong, and it says nothing of its own.
 */
export function isEcho(segment: ClockSegment, { name, precision, wallMillis }: PathDateToken): boolean {
  if (precision !== 'day' || !/^[\d\s._-]+$/.test(name)) return false;
  const { startMillis, endMillis } = periodOf(wallMillis, precision);
  return startOf(segment) >= startMillis && endOf(segment) <= endMillis + PAST_MIDNIGHT_MILLIS;
}

/**
 * The date in the folder's name: the segment starts in it. It may go on for the days of a journey, which fits
 * less.
 */
export function pathEvidence(segment: ClockSegment, token: PathDateToken): Evidence {
  const { startMillis, endMillis } = periodOf(token.wallMillis, token.precision);
  const first = startOf(segment);
  const last = endOf(segment);
  const isShort = last - first <= DAY_MILLIS;
  const earliest = startMillis - first;
  const latest = endMillis + (isShort ? PAST_MIDNIGHT_MILLIS - (last - first) : 0) - first;
  const latestStart = Math.max(latest, earliest);
  return {
    kind: 'path',
    weight: WEIGHT[token.precision],
    fitAt: (offset) => {
      if (offset < earliest) return 0;
      if (offset <= latestStart) return 1;
      return offset <= endMillis + JOURNEY_MILLIS - first ? JOURNEY_FIT : 0;
    },
    steps: [earliest, latestStart, endMillis + JOURNEY_MILLIS - first],
    says: `the folder “${token.name}” says ${token.text}`,
  };
}

/** One month in twelve is that of the folder by chance. */
const SAME_MONTH_WEIGHT = 0.2;

/** The clock says the folder's month, of another year: so it was the year that was set wrong, and not the folder that is. */
export function sameMonthEvidence(segment: ClockSegment, token: PathDateToken): Evidence | null {
  if (token.precision !== 'month') return null;
  const first = startOf(segment);
  const said = new Date(token.wallMillis);
  const clock = new Date(first);
  const isSame = said.getUTCMonth() === clock.getUTCMonth();
  if (!isSame || said.getUTCFullYear() === clock.getUTCFullYear()) return null;
  const { startMillis, endMillis } = periodOf(token.wallMillis, token.precision);
  const says = `the clock says the month of the folder “${token.name}”, and another year`;
  return between('path', SAME_MONTH_WEIGHT, startMillis - first, endMillis - first, says);
}
