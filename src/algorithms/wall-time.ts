import type { DatePrecision } from '../domain/capture-time.ts';

/**
 * What a wall time with a precision means: a stretch of wall-clock milliseconds (see WallTime in
 * domain/metadata.ts), and how both are said in words.
 */

export const SECOND_MILLIS = 1000;
export const MINUTE_MILLIS = 60 * SECOND_MILLIS;
export const HOUR_MILLIS = 60 * MINUTE_MILLIS;
export const DAY_MILLIS = 24 * HOUR_MILLIS;
/** Gregorian mean year, 365.2425 days: only for spans in words. */
const YEAR_MILLIS = 365.2425 * DAY_MILLIS;
const MONTH_MILLIS = YEAR_MILLIS / 12;

/** First and last millisecond that a statement covers, both included. */
export interface Period {
  readonly startMillis: number;
  readonly endMillis: number;
}

/** Coarse to fine: a higher rank is a finer statement. */
export const PRECISION_RANK: Readonly<Record<DatePrecision, number>> = {
  year: 0,
  month: 1,
  day: 2,
  hour: 3,
  second: 4,
};

/** The year, month, day, hour or second that a wall time lies in. */
export function periodOf(wallMillis: number, precision: DatePrecision): Period {
  if (precision === 'second') return { startMillis: wallMillis, endMillis: wallMillis };
  const date = new Date(wallMillis);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (precision) {
    case 'year':
      return { startMillis: Date.UTC(year, 0, 1), endMillis: Date.UTC(year + 1, 0, 1) - 1 };
    case 'month':
      return { startMillis: Date.UTC(year, month, 1), endMillis: Date.UTC(year, month + 1, 1) - 1 };
    case 'hour': {
      const startMillis = Math.floor(wallMillis / HOUR_MILLIS) * HOUR_MILLIS;
      return { startMillis, endMillis: startMillis + HOUR_MILLIS - 1 };
    }
    case 'day': {
      const startMillis = Math.floor(wallMillis / DAY_MILLIS) * DAY_MILLIS;
      return { startMillis, endMillis: startMillis + DAY_MILLIS - 1 };
    }
  }
}

/** Longest stretches that still count as an hour, a day, a month: a few more, for nights and journeys. */
const LONGEST_MILLIS: readonly (readonly [number, DatePrecision])[] = [
  [10 * SECOND_MILLIS, 'second'],
  [2 * HOUR_MILLIS, 'hour'],
  [48 * HOUR_MILLIS, 'day'],
  [62 * DAY_MILLIS, 'month'],
];

/** The precision of a statement that covers a period. */
export function precisionOf({ startMillis, endMillis }: Period): DatePrecision {
  const length = endMillis - startMillis;
  return LONGEST_MILLIS.find(([longest]) => length <= longest)?.[1] ?? 'year';
}

/** Milliseconds of nothing between two periods; 0 where they touch or overlap. */
export function gapMillis(a: Period, b: Period): number {
  return Math.max(0, b.startMillis - a.endMillis, a.startMillis - b.endMillis);
}

/**
 * Wall-clock milliseconds of a calendar date, or null where there is no such date (2014-02-30, 25:00:00).
 * @param month 1 to 12
 */
export function wallMillisOf(
  year: number,
  month = 1,
  day = 1,
  hour = 0,
  minute = 0,
  second = 0,
): number | null {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  if (year < 100 || month < 1 || month > 12 || day < 1) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const millis = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC turns 30 February into 1 March: the day tells.
  return new Date(millis).getUTCDate() === day ? millis : null;
}

const SAID_CHARACTERS: Readonly<Record<DatePrecision, number>> = {
  year: 4,
  month: 7,
  day: 10,
  hour: 16,
  second: 19,
};

/** `2014-05-03 10:22:07`, `2014-05-03`, `2014-05` or `2014`. */
export function wallTimeInWords(wallMillis: number, precision: DatePrecision): string {
  return new Date(wallMillis).toISOString().slice(0, SAID_CHARACTERS[precision]).replace('T', ' ');
}

/**
 * A span of time as a person says it: the largest unit of which there are at least two, rounded
 * (`8 years`, `14 months`, `36 hours`). The sign is ignored.
 */
export function spanInWords(millis: number): string {
  const span = Math.abs(millis);
  const units: readonly (readonly [number, string])[] = [
    [YEAR_MILLIS, 'years'],
    [MONTH_MILLIS, 'months'],
    [DAY_MILLIS, 'days'],
    [HOUR_MILLIS, 'hours'],
    [MINUTE_MILLIS, 'minutes'],
  ];
  for (const [unitMillis, name] of units) {
    if (span >= 2 * unitMillis) return `${Math.round(span / unitMillis)} ${name}`;
  }
  const seconds = Math.round(span / SECOND_MILLIS);
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
