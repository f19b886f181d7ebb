import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../adjusted-rand-index.ts';
import { rowsOf, sceneMaker } from '../scene-vectors.fixture.ts';
import { hdbscan } from './index.ts';

const OPTIONS = { minClusterSize: 6, minSamples: 2 };

describe('HDBSCAN', () => {
  for (const count of [0, 1, 2, 5]) {
    it(`finds nothing among ${count} vectors, and says so for each`, () => {
      const maker = sceneMaker(8, 3);
      const { vectors } = rowsOf([maker.scene(maker.stranger(), count, 0.01)]);
      const result = hdbscan(vectors, 8, OPTIONS);
      expect([...result.labels]).toEqual(new Array(count).fill(-1));
      expect([...result.membership]).toEqual(new Array(count).fill(0));
      expect(result.outlierScores).toHaveLength(count);
    });
  }

  it('finds two groups, and a stranger is noise and the largest outlier', () => {
    const maker = sceneMaker(64, 11);
    const { vectors, truth } = rowsOf([
      maker.scene(maker.stranger(), 12, 0.03),
      maker.scene(maker.stranger(), 9, 0.05),
      [maker.stranger()],
    ]);
    const { labels, membership, outlierScores } = hdbscan(vectors, 64, OPTIONS);
    const stranger = truth.indexOf(2);
    expect(labels[stranger]).toBe(-1);
    expect(membership[stranger]).toBe(0);
    expect(outlierScores.indexOf(Math.max(...outlierScores))).toBe(stranger);
    expect(adjustedRandIndex(labels, truth)).toBe(1);
    membership.forEach((strength, i) => {
      if (i !== stranger) expect(strength).toBeGreaterThan(0.5);
    });
  });

  it('gives the same partition whatever the order of the vectors, where no distances are equal', () => {
    const maker = sceneMaker(64, 12);
    const scenes = [15, 8, 20].map((count) => maker.scene(maker.stranger(), count, 0.04));
    const forwards = rowsOf(scenes);
    const backwards = rowsOf(scenes.toReversed());
    const sameOrder = (labels: Int32Array, truth: number[], scene: number) =>
      [...labels].filter((_, i) => truth[i] === scene);
    const a = hdbscan(forwards.vectors, 64, OPTIONS).labels;
    const b = hdbscan(backwards.vectors, 64, OPTIONS).labels;
    for (let scene = 0; scene < 3; scene++) {
      expect(new Set(sameOrder(a, forwards.truth, scene)).size).toBe(1);
      expect(new Set(sameOrder(b, backwards.truth, 2 - scene)).size).toBe(1);
    }
  });

  it('takes equal vectors for one cluster where that is allowed, else for noise; never for NaN', () => {
    const vectors = rowsOf([new Array(20).fill([0.6, 0.8])]).vectors;
    const several = hdbscan(vectors, 2, OPTIONS);
    expect([...several.labels]).toEqual(new Array(20).fill(-1));
    expect([...several.outlierScores]).toEqual(new Array(20).fill(0));
    const one = hdbscan(vectors, 2, { ...OPTIONS, allowSingleCluster: true });
    expect([...one.labels]).toEqual(new Array(20).fill(0));
    expect([...one.membership]).toEqual(new Array(20).fill(1));
  });

  it('finds a group of equal vectors among others', () => {
    const maker = sceneMaker(64, 13);
    const one = maker.stranger();
    const { vectors, truth } = rowsOf([new Array(10).fill(one), maker.scene(maker.stranger(), 10, 0.05)]);
    const { labels, membership } = hdbscan(vectors, 64, OPTIONS);
    expect(adjustedRandIndex(labels, truth)).toBe(1);
    expect(membership.every((strength) => strength >= 0 && strength <= 1)).toBe(true);
  });

  it('with singleClusterDistance takes a group for one cluster, and two for two', () => {
    const maker = sceneMaker(64, 14);
    const options = { ...OPTIONS, allowSingleCluster: true, singleClusterDistance: 0.2 };
    const one = rowsOf([maker.scene(maker.stranger(), 80, 0.08)]);
    expect(new Set(hdbscan(one.vectors, 64, options).labels)).toEqual(new Set([0]));
    const two = rowsOf([1, 2].map(() => maker.scene(maker.stranger(), 40, 0.08)));
    expect(adjustedRandIndex(hdbscan(two.vectors, 64, options).labels, two.truth)).toBe(1);
  });

  const refused = [
    { minClusterSize: 1, minSamples: 2 },
    { minClusterSize: 2.5, minSamples: 2 },
    { minClusterSize: 6, minSamples: 0 },
    { minClusterSize: 6, minSamples: Number.NaN },
  ];
  for (const options of refused) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => hdbscan(Float32Array.of(1, 0), 2, options)).toThrow(RangeError);
    });
  }
});
