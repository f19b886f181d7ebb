import { describe, expect, it } from 'vitest';
import { cosineDistances } from '../cosine-distances.ts';
import { plainProducts, withPlainProducts } from '../row-products.ts';
import { rowsOf, sceneMaker } from '../scene-vectors.fixture.ts';
import { seededRandom } from '../seeded-random.ts';
import { coreDistances } from './core-distances.ts';
import { hdbscan } from './index.ts';
import { minimumSpanningTree, type SpanningTree } from './minimum-spanning-tree.ts';
import { mutualReachability } from './mutual-reachability.ts';
import { type ReachabilityGraph, type ReachabilityOptions, reachabilityGraph } from './reachability-graph.ts';

const D = 24;
const maker = sceneMaker(D, 5);
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const onCircle = (degrees: readonly number[]) =>
  Float32Array.from(degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]));
const [copyA, copyB] = [maker.stranger(), maker.stranger()];

/** More and fewer than there are landmarks, 512. */
const data: { what: string; vectors: Float32Array; dimensions: number }[] = [
  { what: '300 strangers', vectors: rowsOf([times(300, maker.stranger)]).vectors, dimensions: D },
  { what: '900 strangers', vectors: rowsOf([times(900, maker.stranger)]).vectors, dimensions: D },
  {
    what: '700 photos of 40 scenes, tight and loose, and 100 strangers',
    vectors: rowsOf([
      ...times(40, (i) => maker.scene(maker.stranger(), 15, 0.002 * i)),
      times(100, maker.stranger),
    ]).vectors,
    dimensions: D,
  },
  {
    what: 'two scenes of 600',
    vectors: rowsOf(times(2, () => maker.scene(maker.stranger(), 600, 0.1))).vectors,
    dimensions: D,
  },
  {
    what: 'a scene in few ways, 1,100 frames',
    vectors: rowsOf([maker.scene(maker.stranger(), 1100, 0.1, 2)]).vectors,
    dimensions: D,
  },
  {
    what: 'copies: 300 of one, 300 of another, three each of 50',
    vectors: rowsOf([
      times(300, () => copyA),
      times(300, () => copyB),
      times(50, maker.stranger).flatMap((one) => [one, one, one]),
    ]).vectors,
    dimensions: D,
  },
  { what: '600 equal vectors', vectors: rowsOf([times(600, () => copyA)]).vectors, dimensions: D },
  {
    what: '24 directions at right angles, all equally far apart, 30 copies of each',
    vectors: Float32Array.from(times(720, (i) => times(D, (k) => (k === i % D ? 1 : 0))).flat()),
    dimensions: D,
  },
  { what: '720 points evenly on a circle', vectors: onCircle(times(720, (i) => i / 2)), dimensions: 2 },
  {
    what: 'vectors that are not of unit length',
    vectors: longer(rowsOf([times(600, maker.stranger)]).vectors),
    dimensions: D,
  },
];

function longer(vectors: Float32Array): Float32Array {
  return vectors.map((value, i) => value * (1 + (Math.floor(i / D) % 3)));
}

/** The definition: float64 distances of all pairs, Prim. */
function byDefinition(vectors: Float32Array, dimensions: number, { minSamples, floor }: ReachabilityOptions) {
  const distances = cosineDistances(vectors, dimensions);
  return minimumSpanningTree(mutualReachability(distances, coreDistances(distances, minSamples), floor));
}

const lengths = (tree: SpanningTree): Float64Array => tree.distance.toSorted();

/** Products as wrong as float32 may make them, one way or the other by chance. */
function withRoughProducts(
  vectors: Float32Array,
  dimensions: number,
  options: ReachabilityOptions,
): ReachabilityGraph {
  const random = seededRandom(3);
  const longest = vectors.reduce((most, value) => Math.max(most, Math.abs(value)), 0) > 1.01 ? 9 : 1;
  const steps = reachabilityGraph(vectors, dimensions, { ...options, completeUpTo: 0 });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    plainProducts(step.value);
    const { out } = step.value;
    for (let i = 0; i < out.length; i++) out[i]! += (2 * random() - 1) * dimensions * 2 ** -24 * longest;
  }
}

describe('The reachability graph', () => {
  for (const { what, vectors, dimensions } of data) {
    for (const options of [
      { minSamples: 2, floor: 1e-6 },
      { minSamples: 2, floor: 0.035 },
      { minSamples: 1, floor: 1e-6 },
      { minSamples: 7, floor: 1e-6 },
    ]) {
      it(`of ${what} has the very spanning tree of all distances, minSamples ${options.minSamples}, floor ${options.floor}`, () => {
        const expected = lengths(byDefinition(vectors, dimensions, options));
        const plain = withPlainProducts(
          reachabilityGraph(vectors, dimensions, { ...options, completeUpTo: 0 }),
        );
        expect(lengths(plain.tree)).toEqual(expected);
        const rough = withRoughProducts(vectors, dimensions, options);
        expect(lengths(rough.tree)).toEqual(expected);
        expect(rough.tree).toEqual(plain.tree);
      });
    }
  }

  it('keeps few of the pairs, with their exact distances', () => {
    const { vectors } = rowsOf(times(60, () => maker.scene(maker.stranger(), 20, 0.1)));
    const graph = withPlainProducts(
      reachabilityGraph(vectors, D, { minSamples: 2, floor: 1e-6, completeUpTo: 0 }),
    );
    expect(graph.distance.length).toBeLessThan(4 * graph.count);
    const row = new Float64Array(1);
    const distances = cosineDistances(vectors, D);
    graph.distance.forEach((distance, e) => {
      distances.fill(graph.from[e]!, graph.to.subarray(e, e + 1), 1, row);
      expect(distance).toBe(row[0]);
    });
  });

  for (const count of [0, 1, 2, 3, 49]) {
    it(`of ${count} points is the same, compared one by one or in tiles`, () => {
      const { vectors } = rowsOf([times(count, maker.stranger)]);
      const tree = (completeUpTo: number) =>
        withPlainProducts(reachabilityGraph(vectors, D, { minSamples: 2, floor: 1e-6, completeUpTo })).tree;
      if (count > 0) expect(tree(0)).toEqual(tree(1000));
      expect(tree(1000).distance).toHaveLength(Math.max(count - 1, 0));
    });
  }

  it('with a ceiling joins what is at most so far apart, and nothing else', () => {
    const { vectors } = rowsOf(times(90, () => maker.scene(maker.stranger(), 10, 0.1)));
    const whole = byDefinition(vectors, D, { minSamples: 0, floor: 0.05 });
    const { tree } = withPlainProducts(
      reachabilityGraph(vectors, D, { minSamples: 0, floor: 0.05, ceiling: 0.14, completeUpTo: 0 }),
    );
    const below = lengths(whole).filter((distance) => distance <= 0.14);
    expect(below.length).toBeGreaterThan(300);
    expect(below.length).toBeLessThan(890);
    expect(lengths(tree)).toEqual(below);
  });
});

describe('HDBSCAN on the graph', () => {
  for (const { what, vectors, dimensions } of data) {
    it(`of ${what} gives what it gives on all pairs`, () => {
      const options = { minClusterSize: 6, minSamples: 2 };
      const onAll = hdbscan(vectors, dimensions, { ...options, completeUpTo: 2000 });
      expect(hdbscan(vectors, dimensions, { ...options, completeUpTo: 0 })).toEqual(onAll);
    });
  }
});
