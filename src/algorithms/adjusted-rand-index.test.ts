import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from './adjusted-rand-index.ts';

describe('The adjusted Rand index', () => {
  const table: { what: string; a: number[]; b: number[]; expected: number }[] = [
    { what: 'no items', a: [], b: [], expected: 1 },
    { what: 'one item', a: [3], b: [8], expected: 1 },
    { what: 'equal partitions', a: [0, 0, 1, 1], b: [0, 0, 1, 1], expected: 1 },
    { what: 'equal partitions with other names', a: [0, 0, 1, 1], b: [7, 7, -1, -1], expected: 1 },
    { what: 'one part in both', a: [1, 1, 1], b: [2, 2, 2], expected: 1 },
    { what: 'single items in both', a: [0, 1, 2], b: [5, 4, 3], expected: 1 },
    { what: 'one part against single items', a: [0, 0, 0], b: [0, 1, 2], expected: 0 },
    // pairs together: a 2, b 1, both 1, of 6; expected 1/3, maximum 3/2: (1 - 1/3) / (3/2 - 1/3)
    { what: 'one part of two split', a: [0, 0, 1, 1], b: [0, 0, 1, 2], expected: 4 / 7 },
    // pairs together: a 2, b 2, both 0, of 6; expected 2/3: -2/3 / (2 - 2/3)
    { what: 'crossed partitions', a: [0, 0, 1, 1], b: [0, 1, 0, 1], expected: -0.5 },
  ];
  for (const { what, a, b, expected } of table) {
    it(`is ${expected.toFixed(3)} for ${what}`, () => {
      expect(adjustedRandIndex(a, b)).toBeCloseTo(expected, 12);
      expect(adjustedRandIndex(b, a)).toBeCloseTo(expected, 12);
    });
  }

  it('refuses partitions of different length', () => {
    expect(() => adjustedRandIndex([0], [0, 1])).toThrow(RangeError);
  });

  it('takes typed arrays', () => {
    expect(adjustedRandIndex(Int32Array.of(0, 0, 1), Uint8Array.of(4, 4, 2))).toBe(1);
  });
});
