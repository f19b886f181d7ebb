import { describe, expect, it } from 'vitest';
import { cosineDistances } from './cosine-distances.ts';
import { medoidOf } from './medoid.ts';
import { rowsOf, sceneMaker } from './scene-vectors.fixture.ts';

const onCircle = (...degrees: number[]) =>
  Float32Array.from(degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]));

describe('The medoid', () => {
  const table: { what: string; degrees: number[]; members: number[]; medoid: number }[] = [
    { what: 'of one member is that member', degrees: [0, 10], members: [1], medoid: 1 },
    { what: 'of two members is the first', degrees: [0, 10], members: [0, 1], medoid: 0 },
    {
      what: 'of two members is the one with the lower index, however given',
      degrees: [7, 31],
      members: [1, 0],
      medoid: 0,
    },
    { what: 'of equal members is the first', degrees: [33, 33, 33, 33], members: [0, 1, 2, 3], medoid: 0 },
    { what: 'is in the middle', degrees: [0, 10, 20], members: [0, 1, 2], medoid: 1 },
    { what: 'is drawn to the many', degrees: [0, 40, 41, 42, 82], members: [0, 1, 2, 3, 4], medoid: 2 },
    { what: 'does not depend on others', degrees: [0, 10, 20, 21, 22, 23], members: [0, 1, 2], medoid: 1 },
  ];
  for (const { what, degrees, members, medoid } of table) {
    it(`${what} (${degrees.join('°, ')}°)`, () => {
      expect(medoidOf(onCircle(...degrees), 2, members).medoid).toBe(medoid);
    });
  }

  it('comes with the distance of each member to it, in the order of the members', () => {
    const { distances } = medoidOf(onCircle(0, 10, 20), 2, [2, 1, 0]);
    const tenDegrees = 1 - Math.cos((10 * Math.PI) / 180);
    expect(distances[0]).toBeCloseTo(tenDegrees, 6);
    expect(distances[1]).toBe(0);
    expect(distances[2]).toBeCloseTo(tenDegrees, 6);
  });

  it('has the smallest sum of all distances, counted pair by pair', () => {
    const maker = sceneMaker(64, 5);
    const { vectors } = rowsOf([maker.scene(maker.stranger(), 40, 0.1)]);
    const all = Int32Array.from({ length: 40 }, (_, i) => i);
    const row = new Float64Array(40);
    const sums = Array.from(all, (i) => {
      cosineDistances(vectors, 64).fill(i, all, 40, row);
      return row.reduce((sum, distance) => sum + distance, 0);
    });
    expect(medoidOf(vectors, 64, all).medoid).toBe(sums.indexOf(Math.min(...sums)));
  });

  it('of nobody is refused', () => {
    expect(() => medoidOf(onCircle(0), 2, [])).toThrow(RangeError);
  });
});
