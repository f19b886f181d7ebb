import { describe, expect, test } from 'vitest';
import {
  DAY_MILLIS,
  gapMillis,
  HOUR_MILLIS,
  periodOf,
  spanInWords,
  wallMillisOf,
  wallTimeInWords,
} from './wall-time.ts';

const MOMENT = Date.UTC(2016, 1, 29, 22, 7, 5);

describe('wall times in words', () => {
  test.each([
    ['second', '2016-02-29 22:07:05'],
    ['day', '2016-02-29'],
    ['month', '2016-02'],
    ['year', '2016'],
  ] as const)('to the %s: %s', (precision, expected) => {
    expect(wallTimeInWords(MOMENT, precision)).toBe(expected);
  });
});

describe('periods', () => {
  test.each([
    ['second', '2016-02-29T22:07:05.000Z', '2016-02-29T22:07:05.000Z'],
    ['day', '2016-02-29T00:00:00.000Z', '2016-02-29T23:59:59.999Z'],
    ['month', '2016-02-01T00:00:00.000Z', '2016-02-29T23:59:59.999Z'],
    ['year', '2016-01-01T00:00:00.000Z', '2016-12-31T23:59:59.999Z'],
  ] as const)('a %s goes from %s to %s', (precision, start, end) => {
    const { startMillis, endMillis } = periodOf(MOMENT, precision);
    expect([startMillis, endMillis].map((millis) => new Date(millis).toISOString())).toEqual([start, end]);
  });

  test('a day before 1970 is a day', () => {
    expect(periodOf(-1, 'day')).toEqual({ startMillis: -DAY_MILLIS, endMillis: -1 });
  });

  test.each([
    [[0, 10], [20, 30], 10],
    [[20, 30], [0, 10], 10],
    [[0, 10], [10, 20], 0],
    [[0, 30], [10, 20], 0],
  ] as const)('between %j and %j lie %i', ([a, b], [c, d], expected) => {
    expect(gapMillis({ startMillis: a, endMillis: b }, { startMillis: c, endMillis: d })).toBe(expected);
  });
});

describe('calendar dates', () => {
  test.each([
    [[2016, 2, 29], '2016-02-29 00:00:00'],
    [[2014], '2014-01-01 00:00:00'],
    [[2014, 12, 31, 23, 59, 59], '2014-12-31 23:59:59'],
    [[2015, 2, 29], null],
    [[2014, 4, 31], null],
    [[2014, 13, 1], null],
    [[2014, 0, 1], null],
    [[2014, 1, 0], null],
    [[2014, 1, 1, 24, 0, 0], null],
    [[2014, 1, 1, 0, 60, 0], null],
    [[2014, 1, 1, 0, 0, 60], null],
    [[14, 1, 1], null],
  ] as const)('%j is %s', (parts, expected) => {
    const [year, ...rest] = parts as readonly [number, ...number[]];
    const millis = wallMillisOf(year, ...(rest as [number?, number?, number?, number?, number?]));
    expect(millis === null ? null : wallTimeInWords(millis, 'second')).toBe(expected);
  });
});

describe('spans in words', () => {
  test.each([
    [0, '0 seconds'],
    [1000, '1 second'],
    [119_000, '119 seconds'],
    [120_000, '2 minutes'],
    [90 * 60_000, '90 minutes'],
    [36 * HOUR_MILLIS, '36 hours'],
    [-3 * DAY_MILLIS, '3 days'],
    [60 * DAY_MILLIS, '60 days'],
    [400 * DAY_MILLIS, '13 months'],
    [5237 * DAY_MILLIS, '14 years'],
  ])('%i ms are %s', (millis, expected) => {
    expect(spanInWords(millis)).toBe(expected);
  });
});
