import { describe, expect, test } from 'vitest';
import { isSane, saneRange } from './sane-range.ts';

const NOW = Date.UTC(2026, 5, 15, 12);
const iso = (millis: number) => new Date(millis).toISOString();

describe('the sane range', () => {
  test.each([
    [['1990', 'now'], '1990-01-01T00:00:00.000Z', '2026-06-16T02:00:00.000Z'],
    [['2004-05', '2010'], '2004-05-01T00:00:00.000Z', '2010-12-31T23:59:59.999Z'],
    [['2004-05-31', '2010-02'], '2004-05-31T00:00:00.000Z', '2010-02-28T23:59:59.999Z'],
    [['1998', '1998'], '1998-01-01T00:00:00.000Z', '1998-12-31T23:59:59.999Z'],
  ] as const)('%j goes from %s to %s', (range, from, to) => {
    const { fromWallMillis, toWallMillis } = saneRange(range, NOW);
    expect([iso(fromWallMillis), iso(toWallMillis)]).toEqual([from, to]);
  });

  test.each([[['2010', '2004']], [['2010-02-30', 'now']], [['soon', 'now']], [['1990', '']]] as const)(
    '%j is refused',
    (range) => {
      expect(() => saneRange(range, NOW)).toThrow(RangeError);
    },
  );

  test('both ends belong to it', () => {
    const range = saneRange(['1998', '1998'], NOW);
    const times = [
      Date.UTC(1998, 0, 1) - 1,
      Date.UTC(1998, 0, 1),
      Date.UTC(1999, 0, 1) - 1,
      Date.UTC(1999, 0, 1),
    ];
    expect(times.map((time) => isSane(time, range))).toEqual([false, true, true, false]);
  });

  test('a number that is no time is not sane', () => {
    expect(isSane(Number.NaN, saneRange(['1990', 'now'], NOW))).toBe(false);
  });
});
