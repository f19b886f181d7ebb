import { describe, expect, it } from 'vitest';
import { evenClusters } from './even-clusters.ts';
import { reachabilityGraph } from './hdbscan/reachability-graph.ts';
import { lineGraph } from './line-distances.fixture.ts';
import { withPlainProducts } from './row-products.ts';

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
      const graph = lineGraph(...at);
      const even = evenClusters(new Float32Array(0), 1, graph, Int32Array.from(labels), OPTIONS);
      expect([...withPlainProducts(even)]).toEqual(expected);
    });
  }

  it('of a cluster that only photos outside it hold together: by its own distances', () => {
    // Without the one in the middle, 0° and 30° are a step of 0.134 apart.
    const vectors = Float32Array.from(
      [0, 1, 2, 15, 29, 30, 31].flatMap((d) => [
        Math.cos((d * Math.PI) / 180),
        Math.sin((d * Math.PI) / 180),
      ]),
    );
    const graph = withPlainProducts(
      reachabilityGraph(vectors, 2, { minSamples: 1, floor: 1e-6, completeUpTo: 0 }),
    );
    const labels = Int32Array.of(0, 0, 0, -1, 0, 0, 0);
    const parts = (tightest: number) => [
      ...withPlainProducts(
        evenClusters(vectors, 2, graph, labels, { minClusterSize: 3, tightest, loosest: 2 * tightest }),
      ),
    ];
    expect(parts(0.1)).toEqual([0, 0, 0, -1, 1, 1, 1]);
    expect(parts(0.12)).toEqual([0, 0, 0, -1, 0, 0, 0]);
  });
});
