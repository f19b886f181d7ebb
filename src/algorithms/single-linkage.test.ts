import { describe, expect, it } from 'vitest';
import { lineDistances } from './line-distances.fixture.ts';
import { singleLinkage, singleLinkageOfDistances } from './single-linkage.ts';

const everyone = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

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
      const labels = singleLinkageOfDistances(lineDistances(...at), everyone(at.length), threshold);
      expect([...labels]).toEqual(expected);
    });
  }

  it('looks only at the points that it was given', () => {
    // 1 would join 0 and 2.
    const labels = singleLinkageOfDistances(lineDistances(0, 1, 2, 3), Int32Array.of(3, 0, 2), 1);
    expect([...labels]).toEqual([0, 1, 0]);
  });

  it('of vectors joins those whose cosine distance is at most the threshold', () => {
    const degrees = [0, 20, 40, 80];
    const vectors = Float32Array.from(
      degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]),
    );
    // 1 − cos 20° = 0.060, 1 − cos 40° = 0.234
    expect([...singleLinkage(vectors, 2, 0.07)]).toEqual([0, 0, 0, 1]);
    expect([...singleLinkage(vectors, 2, 0.05)]).toEqual([0, 1, 2, 3]);
    expect([...singleLinkage(vectors, 2, 0.24)]).toEqual([0, 0, 0, 0]);
  });
});
