import { describe, expect, it } from 'vitest';
import { lineGraph } from './line-distances.fixture.ts';
import { withPlainProducts } from './row-products.ts';
import { linkedWithin, singleLinkage } from './single-linkage.ts';

describe('Single linkage cut at a threshold', () => {
  const table: { what: string; at: number[]; threshold: number; expected: number[] }[] = [
    { what: 'nobody', at: [], threshold: 1, expected: [] },
    { what: 'one point', at: [5], threshold: 1, expected: [0] },
    { what: 'two near points', at: [5, 6], threshold: 1, expected: [0, 0] },
    { what: 'two far points', at: [5, 7], threshold: 1, expected: [0, 1] },
    { what: 'equal points', at: [3, 3, 3], threshold: 0, expected: [0, 0, 0] },
    {
      what: 'a chain that is longer than its steps',
      at: [0, 1, 2, 3, 4],
      threshold: 1,
      expected: [0, 0, 0, 0, 0],
    },
    { what: 'a chain out of order', at: [4, 0, 2, 1, 3, 9], threshold: 1, expected: [0, 0, 0, 0, 0, 1] },
    { what: 'groups in turn', at: [10, 0, 11, 1, 30], threshold: 1, expected: [0, 1, 0, 1, 2] },
  ];
  for (const { what, at, threshold, expected } of table) {
    it(`of ${what} at ${at.join(', ')} gives ${expected.join(' ')}`, () => {
      expect([...linkedWithin(lineGraph(...at), () => threshold)]).toEqual(expected);
    });
  }

  it('of vectors joins those whose cosine distance is at most the threshold', () => {
    const degrees = [0, 20, 40, 80];
    const vectors = Float32Array.from(
      degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]),
    );
    // 1 − cos 20° = 0.060, 1 − cos 40° = 0.234
    const linked = (threshold: number, ...points: number[]) => [
      ...withPlainProducts(singleLinkage(vectors, 2, threshold, Int32Array.from(points))),
    ];
    expect(linked(0.07, 0, 1, 2, 3)).toEqual([0, 0, 0, 1]);
    expect(linked(0.05, 0, 1, 2, 3)).toEqual([0, 1, 2, 3]);
    expect(linked(0.24, 0, 1, 2, 3)).toEqual([0, 0, 0, 0]);
    // The one at 20° would join those at 0° and 40°.
    expect(linked(0.07, 0, 2, 3)).toEqual([0, 1, 2]);
  });
});
