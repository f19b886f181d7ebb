import { describe, expect, it } from 'vitest';
import { lineDistances } from '../line-distances.fixture.ts';
import { condensedTree } from './condensed-tree.ts';
import { coreDistances } from './core-distances.ts';
import { labelPoints } from './labels.ts';
import { membershipStrengths } from './membership-strengths.ts';
import { minimumSpanningTree } from './minimum-spanning-tree.ts';
import { mutualReachability } from './mutual-reachability.ts';
import { outlierScores } from './outlier-scores.ts';
import { selectClusters } from './select-clusters.ts';
import { singleLinkageTree } from './single-linkage-tree.ts';
import { stability } from './stability.ts';

/*
 * One example worked by hand through all steps: two groups of three and a point far off,
 *
 *   0 1 2       10 11 12                  30
 *
 * with minSamples 1 and minClusterSize 3.
 */
const line = lineDistances(0, 1, 2, 10, 11, 12, 30);
const core = coreDistances(line, 1);
const spanningTree = minimumSpanningTree(mutualReachability(line, core, 0));
const merges = singleLinkageTree(spanningTree);
const tree = condensedTree(merges, 3);

describe('Core distances', () => {
  const table: { minSamples: number; expected: number[] }[] = [
    { minSamples: 0, expected: [0, 0, 0, 0, 0, 0, 0] },
    { minSamples: 1, expected: [1, 1, 1, 1, 1, 1, 18] },
    { minSamples: 2, expected: [2, 1, 2, 2, 1, 2, 19] },
    { minSamples: 3, expected: [10, 9, 8, 8, 9, 10, 20] },
    { minSamples: 99, expected: [30, 29, 28, 20, 19, 18, 30] },
  ];
  for (const { minSamples, expected } of table) {
    it(`with minSamples ${minSamples} are ${expected.join(', ')}: the point itself does not count`, () => {
      expect([...coreDistances(line, minSamples)]).toEqual(expected);
    });
  }

  it('of nobody are none, of one point 0', () => {
    expect([...coreDistances(lineDistances(), 2)]).toEqual([]);
    expect([...coreDistances(lineDistances(4), 2)]).toEqual([0]);
  });
});

describe('Mutual reachability', () => {
  const row = (resolution: number, from: number) => {
    const out = new Float64Array(7);
    const all = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
    mutualReachability(line, core, resolution).fill(from, all, 7, out);
    return [...out];
  };

  it('is the largest of the distance and both core distances', () => {
    expect(row(0, 0)).toEqual([1, 1, 2, 10, 11, 12, 30]);
    expect(row(0, 5)).toEqual([12, 11, 10, 2, 1, 1, 18]);
  });

  it('is never below the resolution', () => {
    expect(row(2.5, 0)).toEqual([2.5, 2.5, 2.5, 10, 11, 12, 30]);
  });
});

describe('The minimum spanning tree', () => {
  it('has the shortest edges that join all points', () => {
    expect([...spanningTree.distance]).toEqual([1, 1, 8, 1, 1, 18]);
    expect([...spanningTree.from]).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...spanningTree.to]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('joins a point to its nearest, not to the last that was added', () => {
    const star = minimumSpanningTree(lineDistances(10, 8, 13));
    expect([...star.from]).toEqual([0, 0]);
    expect([...star.to]).toEqual([1, 2]);
    expect([...star.distance]).toEqual([2, 3]);
  });

  for (const count of [0, 1]) {
    it(`of ${count} points has no edge`, () => {
      expect(minimumSpanningTree(lineDistances(...[7].slice(0, count))).distance).toHaveLength(0);
    });
  }
});

describe('The single-linkage tree', () => {
  it('merges in the order of distance, first in the first group', () => {
    expect([...merges.distance]).toEqual([1, 1, 1, 1, 8, 18]);
    expect([...merges.left]).toEqual([0, 7, 3, 9, 8, 11]);
    expect([...merges.right]).toEqual([1, 2, 4, 5, 10, 6]);
    expect([...merges.size]).toEqual([2, 3, 2, 3, 6, 7]);
  });
});

describe('The condensed tree', () => {
  it('loses the far point at 1/18, splits in two at 1/8, and both end at 1', () => {
    expect([...tree.parent]).toEqual([-1, 0, 0]);
    expect([...tree.birthLambda]).toEqual([0, 1 / 8, 1 / 8]);
    expect([...tree.size]).toEqual([7, 3, 3]);
    expect([...tree.pointCluster]).toEqual([1, 1, 1, 2, 2, 2, 0]);
    expect([...tree.pointLambda]).toEqual([1, 1, 1, 1, 1, 1, 1 / 18]);
  });

  it('has no split where one half is too small: its points fall out', () => {
    const larger = condensedTree(merges, 4);
    expect([...larger.parent]).toEqual([-1]);
    expect([...larger.pointLambda]).toEqual([1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 18]);
  });

  it('numbers a parent before its children', () => {
    const nested = condensedTree(
      singleLinkageTree(minimumSpanningTree(lineDistances(0, 1, 5, 6, 50, 51, 58, 59, 900))),
      2,
    );
    expect([...nested.parent]).toEqual([-1, 0, 0, 1, 1, 2, 2]);
    expect([...nested.birthLambda].slice(1)).toEqual([1 / 44, 1 / 44, 1 / 4, 1 / 4, 1 / 7, 1 / 7]);
  });
});

describe('Stability', () => {
  it('adds up how long each point stayed', () => {
    const expected = [1 / 18 + 6 / 8, 3 * (1 - 1 / 8), 3 * (1 - 1 / 8)];
    [...stability(tree, 0)].forEach((value, cluster) => {
      expect(value).toBeCloseTo(expected[cluster]!, 12);
    });
  });

  it('counts the root from the given density on, and nothing before', () => {
    expect(stability(tree, 1 / 10)[0]).toBeCloseTo(6 * (1 / 8 - 1 / 10), 12);
    expect(stability(tree, 1 / 2)[0]).toBe(0);
  });
});

describe('The choice of clusters', () => {
  const choose = (values: number[], rootAllowed: boolean) =>
    [...selectClusters(tree, Float64Array.from(values), rootAllowed)].join('');

  const table: { what: string; stability: number[]; rootAllowed: boolean; expected: string }[] = [
    {
      what: 'the parts where they are the more stable',
      stability: [3, 2, 2],
      rootAllowed: true,
      expected: '011',
    },
    { what: 'the whole where it is', stability: [5, 2, 2], rootAllowed: true, expected: '100' },
    { what: 'the whole where both are equal', stability: [4, 2, 2], rootAllowed: true, expected: '100' },
    {
      what: 'never the root where it is not allowed',
      stability: [5, 2, 2],
      rootAllowed: false,
      expected: '011',
    },
  ];
  for (const { what, stability: values, rootAllowed, expected } of table) {
    it(`takes ${what} (${values.join(', ')})`, () => {
      expect(choose(values, rootAllowed)).toBe(expected);
    });
  }

  it('takes a grandchild where no one between is better', () => {
    const nested = { ...tree, parent: Int32Array.of(-1, 0, 0, 1, 1), pointCluster: new Int32Array(0) };
    expect([...selectClusters(nested, Float64Array.of(0, 3, 1, 2, 2), false)].join('')).toBe('00111');
    expect([...selectClusters(nested, Float64Array.of(0, 5, 1, 2, 2), false)].join('')).toBe('01100');
  });
});

describe('Labels, membership and outlier scores', () => {
  const labelling = labelPoints(tree, Uint8Array.of(0, 1, 1), null);

  it('put the groups into clusters and leave the far point', () => {
    expect([...labelling.labels]).toEqual([0, 0, 0, 1, 1, 1, -1]);
    expect([...membershipStrengths(tree, labelling)]).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  it('measure the far point against the densest place', () => {
    const scores = outlierScores(tree);
    expect([...scores.slice(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(scores[6]).toBeCloseTo(1 - 1 / 18, 12);
  });

  it('keep in a chosen root the points that stayed to its end', () => {
    const whole = labelPoints(tree, Uint8Array.of(1, 0, 0), null);
    expect([...whole.labels]).toEqual([0, 0, 0, 0, 0, 0, -1]);
    expect([...membershipStrengths(tree, whole)]).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  it('keep in a chosen root the points that stayed until the given density', () => {
    const whole = labelPoints(tree, Uint8Array.of(1, 0, 0), 1 / 20);
    expect([...whole.labels]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(membershipStrengths(tree, whole)[6]).toBeCloseTo(8 / 18, 12);
  });
});
