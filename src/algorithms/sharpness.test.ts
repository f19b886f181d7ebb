import { describe, expect, it } from 'vitest';
import { varianceOfLaplacian } from './sharpness.ts';

const plane = (widthPx: number, heightPx: number, values: ArrayLike<number>) => ({
  widthPx,
  heightPx,
  values: Uint8Array.from(values),
});

describe('varianceOfLaplacian', () => {
  const cases = [
    { what: 'a plane without inner pixels', input: plane(2, 2, [0, 9, 9, 0]), expected: 0 },
    { what: 'one value', input: plane(4, 4, new Array(16).fill(7)), expected: 0 },
    { what: 'an even slope', input: plane(4, 3, [0, 5, 10, 15, 0, 5, 10, 15, 0, 5, 10, 15]), expected: 0 },
    // Responses −40 and +10, mean −15: (25² + 25²) / 2.
    { what: 'a bright point', input: plane(4, 3, [0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0]), expected: 625 },
  ];
  for (const { what, input, expected } of cases)
    it(`is ${expected} for ${what}`, () => expect(varianceOfLaplacian(input)).toBeCloseTo(expected, 9));
});
