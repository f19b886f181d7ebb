import { describe, expect, it } from 'vitest';
import { blankShare } from './blank-share.ts';

const FULL = [1, 2, 3, 90, 80, 70];
const GREY = [128, 128, 128, 128, 129, 127];
const BLUE = [10, 20, 90, 10, 20, 90];

describe('blankShare of rows of two pixels', () => {
  const cases = [
    { what: 'a whole picture', rows: [FULL, FULL], expected: 0 },
    { what: 'a grey lower half', rows: [FULL, FULL, GREY, GREY], expected: 0.5 },
    { what: 'rows of different colours', rows: [FULL, GREY, BLUE, GREY], expected: 0.75 },
    { what: 'a grey row in the middle', rows: [FULL, GREY, FULL], expected: 0 },
    { what: 'nothing but grey', rows: [GREY, GREY], expected: 1 },
  ];
  for (const { what, rows, expected } of cases)
    it(`is ${expected} for ${what}`, () =>
      expect(blankShare(Uint8Array.from(rows.flat()), 2, rows.length)).toBe(expected));
});
