import { type ReachabilityGraph, reachabilityGraph } from './hdbscan/reachability-graph.ts';
import type { NeedsProducts } from './row-products.ts';

/**
 * Single linkage cut at a distance: points are in one group where a chain of points joins them, each step no
 * longer than `threshold`. These are the connected components of the graph of all pairs at most `threshold`
 * apart (J. C. Gower, G. J. S. Ross: Minimum spanning trees and single linkage cluster analysis, 1969).
 *
 * @param vectors unit vectors of `dimensions` values, row-major
 * @param threshold cosine distance, 0 to 2; a pair exactly so far apart is joined
 * @param points m different row indices, ascending; default: all
 * @returns m labels 0, 1, …, numbered by their first member; the k-th is that of points[k]
 */
export function* singleLinkage(
  vectors: Float32Array,
  dimensions: number,
  threshold: number,
  points?: Int32Array,
): NeedsProducts<Int32Array> {
  const graph = yield* reachabilityGraph(
    vectors,
    dimensions,
    { minSamples: 0, floor: threshold, ceiling: threshold },
    points,
  );
  return linkedWithin(graph, () => threshold);
}

/**
 * The groups that the pairs of a graph make that are short enough.
 *
 * @param longest the longest step between two points, asked for with each pair's ends; negative where they are not
 *   to be joined
 * @returns labels 0, 1, …, numbered by their first member
 */
export function linkedWithin(
  { count, from, to, distance }: Pick<ReachabilityGraph, 'count' | 'from' | 'to' | 'distance'>,
  longest: (from: number, to: number) => number,
): Int32Array {
  const root = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (point: number): number => {
    let at = point;
    while (root[at] !== at) {
      root[at] = root[root[at]!]!;
      at = root[at]!;
    }
    return at;
  };
  for (let e = 0; e < distance.length; e++) {
    const step = longest(from[e]!, to[e]!);
    // Equal vectors may come out some 1e-8 below 0.
    if (step < 0 || distance[e]! > step) continue;
    const a = rootOf(from[e]!);
    const b = rootOf(to[e]!);
    root[Math.max(a, b)] = Math.min(a, b);
  }
  const labels = new Int32Array(count);
  let next = 0;
  for (let point = 0; point < count; point++) {
    const lowest = rootOf(point);
    labels[point] = lowest === point ? next++ : labels[lowest]!;
  }
  return labels;
}
