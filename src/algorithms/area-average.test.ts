import { describe, expect, it } from 'vitest';
import { areaAverage } from './area-average.ts';

const plane = (widthPx: number, heightPx: number, ...values: number[]) => ({
  widthPx,
  heightPx,
  values: Uint8Array.from(values),
});

describe('areaAverage', () => {
  const cases = [
    {
      what: 'blocks of 2 × 2',
      source: plane(4, 2, 0, 10, 20, 30, 0, 10, 20, 30),
      to: [2, 1],
      expected: [5, 25],
    },
    { what: 'blocks of 2 × 1', source: plane(4, 1, 0, 10, 20, 30), to: [2, 1], expected: [5, 25] },
    { what: 'sizes that do not divide', source: plane(3, 1, 10, 20, 40), to: [2, 1], expected: [10, 30] },
    { what: 'halves rounded up', source: plane(2, 1, 0, 1), to: [1, 1], expected: [1] },
    { what: 'halves rounded up in 2 × 2', source: plane(2, 2, 0, 0, 1, 1), to: [1, 1], expected: [1] },
    { what: 'the same size', source: plane(2, 2, 1, 2, 3, 4), to: [2, 2], expected: [1, 2, 3, 4] },
    { what: 'a larger target', source: plane(1, 2, 7, 9), to: [2, 4], expected: [7, 7, 7, 7, 9, 9, 9, 9] },
  ];
  for (const { what, source, to, expected } of cases)
    it(`averages ${what}: ${source.values} to ${expected}`, () =>
      expect([...areaAverage(source, to[0]!, to[1]!).values]).toEqual(expected));
});
