import { describe, expect, it } from 'vitest';
import { evenClusters } from './even-clusters.ts';
import { lineDistances } from './line-distances.fixture.ts';

const OPTIONS = { minClusterSize: 3, tightest: 2, loosest: 10 };

describe('Even clusters', () => {
  const table: { what: string; at: number[]; labels: number[]; expected: number[] }[] = [
    { what: 'nobody', at: [], labels: [], expected: [] },
    { what: 'noise alone', at: [0, 1], labels: [-1, -1], expected: [-1, -1] },
    { what: 'a tight cluster', at: [0, 1, 2], labels: [4, 4, 4], expected: [0, 0, 0] },
    { what: 'equal points', at: [5, 5, 5, 5], labels: [0, 0, 0, 0], expected: [0, 0, 0, 0] },
    {
      what: 'a step that is long for the cluster, but short',
      at: [0, 0.1, 0.2, 2.2],
      labels: [0, 0, 0, 0],
      expected: [0, 0, 0, 0],
    },
    { what: 'a stranger', at: [0, 1, 2, 9], labels: [0, 0, 0, 0], expected: [0, 0, 0, -1] },
    {
      what: 'a loose cluster without strangers',
      at: [0, 4, 9, 14, 23],
      labels: [0, 0, 0, 0, 0],
      expected: [0, 0, 0, 0, 0],
    },
    { what: 'a cluster that is too loose', at: [0, 11, 22], labels: [0, 0, 0], expected: [-1, -1, -1] },
    { what: 'two small scenes', at: [0, 1, 8, 9], labels: [0, 0, 0, 0], expected: [-1, -1, -1, -1] },
    {
      what: 'two scenes of full size',
      at: [0, 8, 1, 9, 2, 10],
      labels: [0, 0, 0, 0, 0, 0],
      expected: [0, 1, 0, 1, 0, 1],
    },
    {
      what: 'two clusters that touch',
      at: [0, 1, 2, 3, 4, 5],
      labels: [1, 1, 1, 0, 0, 0],
      expected: [0, 0, 0, 1, 1, 1],
    },
  ];
  for (const { what, at, labels, expected } of table) {
    it(`of ${what} at ${at.join(', ')}: ${expected.join(' ')}`, () => {
      expect([...evenClusters(lineDistances(...at), Int32Array.from(labels), OPTIONS)]).toEqual(expected);
    });
  }
});
