import type { PathDateToken } from '../path-date-tokens.ts';
import { HOUR_MILLIS, periodOf } from '../wall-time.ts';
import type { ClockSegment } from './clock-segments.ts';
import type { ZoneSlip } from './zone-slips.ts';

/** Fewer may be the evening before a journey. */
const FEWEST = 10;
/** Share of photos on the day before the folder's: nobody files the evening before under the next day. */
const BEFORE_SHARE = 0.3;
/** On the day after, and later than feasts last. */
const AFTER_SHARE = 0.95;
const FEAST_MILLIS = 5 * HOUR_MILLIS;
const HALF_DAY_MILLIS = 12 * HOUR_MILLIS;
/** Not proof: the folder may be named after another day. */
const CONFIDENCE = 0.6;

/**
 * Morning and evening exchanged (AM for PM) shows in a folder that is named by a day: a part of its photos is on the
 * day before or after, and with twelve hours more or less all are on the day.
 * @param segments all photos of one body at one event
 */
export function halfDaySlip(segments: readonly ClockSegment[], token: PathDateToken): ZoneSlip | null {
  if (token.precision !== 'day') return null;
  const { startMillis, endMillis } = periodOf(token.wallMillis, 'day');
  const times = segments.flatMap((segment) => [...segment.clockMillis]);
  if (times.length < FEWEST) return null;
  const share = (holds: (time: number) => boolean) => times.filter(holds).length / times.length;
  const isIn = (shift: number) => (time: number) => time + shift >= startMillis && time + shift <= endMillis;
  const slip = (offsetMillis: number): ZoneSlip => ({
    offsetMillis,
    uncertaintyMillis: 0,
    confidence: CONFIDENCE,
    needsSecond: false,
    reasons: [
      'morning and evening (AM and PM) were exchanged',
      `only then all are of the day that the folder “${token.name}” says`,
    ],
  });
  if (share((time) => time < startMillis) >= BEFORE_SHARE && share(isIn(HALF_DAY_MILLIS)) === 1) {
    return slip(HALF_DAY_MILLIS);
  }
  if (
    share((time) => time > endMillis) >= AFTER_SHARE &&
    times.some((time) => time > endMillis + FEAST_MILLIS) &&
    share(isIn(-HALF_DAY_MILLIS)) === 1
  ) {
    return slip(-HALF_DAY_MILLIS);
  }
  return null;
}
