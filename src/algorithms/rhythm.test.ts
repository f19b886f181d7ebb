import { describe, expect, it } from 'vitest';
import { isBrokenClock, placedInInterval } from './rhythm.ts';

const day = { startMillis: 1000, endMillis: 2000 };
const middles = (clocks: readonly (number | null)[]) =>
  placedInInterval(clocks, day).map(({ startMillis, endMillis }) => (startMillis + endMillis) / 2);

describe('photos that are set into an interval', () => {
  it.each([
    { clocks: [], expected: [] },
    { clocks: [7], expected: [1500] },
    { clocks: [7, 7], expected: [1500, 1500] },
    { clocks: [0, 100, 300], expected: [1350, 1450, 1650] },
    { clocks: [-300, -200, 0], expected: [1350, 1450, 1650] },
    { clocks: [0, null, 1000], expected: [1000, 1500, 2000] },
    { clocks: [null, null], expected: [1500, 1500] },
    { clocks: [0, 1001], expected: [1500, 1500] },
  ])('with clocks $clocks lie at $expected', ({ clocks, expected }) => {
    expect(middles(clocks)).toEqual(expected);
  });

  it('may lie as far off as the whole stretch can be moved', () => {
    expect(placedInInterval([0, 300], day)).toEqual([
      { startMillis: 1000, endMillis: 1700 },
      { startMillis: 1300, endMillis: 2000 },
    ]);
  });
});

describe('a broken clock', () => {
  it.each([
    { clocks: [], expected: false },
    { clocks: [0, 60_000, 60_000], expected: false },
    { clocks: [60_000, 0], expected: false },
    { clocks: [70_000, 0], expected: true },
    { clocks: Array.from({ length: 25 }, () => 5), expected: true },
    { clocks: Array.from({ length: 24 }, () => 5), expected: false },
  ])('$clocks: $expected', ({ clocks, expected }) => {
    expect(isBrokenClock(clocks)).toBe(expected);
  });
});
