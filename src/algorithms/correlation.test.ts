import { describe, expect, it } from 'vitest';
import { correlation } from './correlation.ts';

describe('the correlation of two rows', () => {
  it.each<{ what: string; one: number[]; other: number[]; expected: number }>([
    { what: 'the same', one: [1, 2, 4], other: [1, 2, 4], expected: 1 },
    { what: 'scaled and shifted', one: [1, 2, 4], other: [10, 12, 16], expected: 1 },
    { what: 'the other way round', one: [1, 2, 4], other: [-1, -2, -4], expected: -1 },
    { what: 'without connection', one: [1, -1, 1, -1], other: [1, 1, -1, -1], expected: 0 },
    { what: 'one that does not vary', one: [1, 2, 4], other: [3, 3, 3], expected: 0 },
    { what: 'none', one: [], other: [], expected: 0 },
  ])('of $what is $expected', ({ one, other, expected }) => {
    expect(correlation(one, other)).toBeCloseTo(expected, 12);
  });
});
