import { describe, expect, it } from 'vitest';
import { type CosineDistances, cosineDistances, pairDistances } from './cosine-distances.ts';
import { rowsOf, sceneMaker } from './scene-vectors.fixture.ts';

const row = (distances: CosineDistances, from: number): number[] => {
  const all = Int32Array.from({ length: distances.count }, (_, i) => i);
  const out = new Float64Array(distances.count);
  distances.fill(from, all, all.length, out);
  return [...out];
};

describe('Cosine distances', () => {
  it('are 0 for equal vectors, 1 for perpendicular, 2 for opposite ones', () => {
    const distances = cosineDistances(Float32Array.of(1, 0, 1, 0, 0, 1, -1, 0), 2);
    expect(row(distances, 0)).toEqual([0, 0, 1, 2]);
    expect(row(distances, 2)).toEqual([1, 1, 0, 1]);
  });

  for (const count of [0, 1, 2, 3, 4, 5, 9, 30]) {
    const maker = sceneMaker(33, count + 1);
    const { vectors } = rowsOf([Array.from({ length: count }, maker.stranger)]);
    const distances = cosineDistances(vectors, 33);
    const rows = Array.from({ length: count }, (_, i) => row(distances, i));

    it(`are the same to the last bit pair by pair, for ${count} vectors`, () => {
      for (let i = 0; i < count; i++) {
        const others = Int32Array.from({ length: count }, (_, j) => j).filter((j) => j !== i);
        const pairs = pairDistances(vectors, 33, others.slice().fill(i), others);
        expect([...pairs]).toEqual([...others].map((j) => rows[i]![j]));
      }
    });

    it(`are the same from either end for ${count} vectors`, () => {
      for (let i = 0; i < count; i++) expect(rows.map((other) => other[i])).toEqual(rows[i]);
    });
  }

  it('are given for the vectors that were asked for, in that order', () => {
    const distances = cosineDistances(Float32Array.of(1, 0, 0, 1, -1, 0), 2);
    const out = new Float64Array(3).fill(9);
    distances.fill(1, Int32Array.of(2, 1, 0), 2, out);
    expect([...out]).toEqual([1, 0, 9]);
  });

  const refused: { what: string; vectors: number[]; dimensions: number }[] = [
    { what: 'a length that is no whole number of rows', vectors: [1, 0, 1], dimensions: 2 },
    { what: 'no dimensions', vectors: [], dimensions: 0 },
    { what: 'not a number', vectors: [1, 0, Number.NaN, 1], dimensions: 2 },
    { what: 'infinity', vectors: [1, 0, Number.POSITIVE_INFINITY, 1], dimensions: 2 },
  ];
  for (const { what, vectors, dimensions } of refused) {
    it(`refuse ${what}`, () => {
      expect(() => cosineDistances(Float32Array.from(vectors), dimensions)).toThrow(RangeError);
    });
  }
});
