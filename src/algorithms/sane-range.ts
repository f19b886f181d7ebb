import { HOUR_MILLIS, periodOf, wallMillisOf } from './wall-time.ts';

/** Dates outside of it are not believed: first and last wall-clock millisecond, both included. */
export interface SaneRange {
  readonly fromWallMillis: number;
  readonly toWallMillis: number;
}

/**
 * Hours between UTC and the clock on the wall that is furthest ahead of it (UTC+14, Line Islands, IANA tz).
 * Without it a photo that was just taken in Sydney would lie in the future.
 */
export const FURTHEST_ZONE_HOURS = 14;

/**
 * The config's `date_resolver.sane_range` in milliseconds.
 * @param range two of `now`, `1990`, `2004-05`, `2004-05-31`; the second covers its whole year, month or day
 * @param nowMillis milliseconds since 1970 UTC
 * @throws RangeError where an end is none of these, or the ends are in the wrong order
 */
export function saneRange(range: readonly [string, string], nowMillis: number): SaneRange {
  const fromWallMillis = range[0] === 'now' ? nowMillis : boundOf(range[0]).startMillis;
  const toWallMillis =
    range[1] === 'now' ? nowMillis + FURTHEST_ZONE_HOURS * HOUR_MILLIS : boundOf(range[1]).endMillis;
  if (fromWallMillis > toWallMillis) throw new RangeError(`sane_range ends before it begins: ${range}`);
  return { fromWallMillis, toWallMillis };
}

function boundOf(text: string): { startMillis: number; endMillis: number } {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  const [, year, month, day] = parts ?? [];
  const wallMillis =
    year === undefined ? null : wallMillisOf(Number(year), Number(month ?? 1), Number(day ?? 1));
  if (wallMillis === null) throw new RangeError(`no date of sane_range: ${text}`);
  return periodOf(wallMillis, day !== undefined ? 'day' : month !== undefined ? 'month' : 'year');
}

export function isSane(wallMillis: number, range: SaneRange): boolean {
  return wallMillis >= range.fromWallMillis && wallMillis <= range.toWallMillis;
}
