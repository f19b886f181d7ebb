import { describe, expect, it } from 'vitest';
import { principalPlane } from './principal-plane.ts';

const vectors = (...rows: number[][]) => rows.map((row) => Float32Array.from(row));

describe('the principal plane', () => {
  it.each([
    { what: 'nothing', input: vectors(), expected: [] },
    { what: 'one vector', input: vectors([1, 2, 3]), expected: [[0, 0]] },
    {
      what: 'all equal',
      input: vectors([1, 2], [1, 2], [1, 2]),
      expected: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    },
  ])('of $what is $expected', ({ input, expected }) => {
    expect(principalPlane(input)).toEqual(expected);
  });

  it('is along the largest spread, then along the next, whatever the directions', () => {
    // 4 apart along (1, 1, 0), 1 apart along (0, 0, 1), nothing else.
    const points = principalPlane(vectors([0, 0, 0], [0, 0, 1], [4, 4, 0], [4, 4, 1]));
    const along = points.map(([x]) => Math.sign(x));
    expect(along[0]).toBe(along[1]);
    expect(along[0]).toBe(-along[2]!);
    for (const [x, y] of points) {
      expect(Math.abs(x)).toBeCloseTo(1);
      expect(Math.abs(y)).toBeCloseTo(1 / Math.hypot(4, 4));
    }
  });
});
