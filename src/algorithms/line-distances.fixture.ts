import type { CosineDistances } from './cosine-distances.ts';
import { minimumSpanningTree } from './hdbscan/minimum-spanning-tree.ts';
import type { ReachabilityGraph } from './hdbscan/reachability-graph.ts';

/** Points on a line instead of vectors: distances that can be worked out by hand. */
export function lineDistances(...positions: readonly number[]): CosineDistances {
  return {
    count: positions.length,
    fill(from, to, size, out) {
      for (let k = 0; k < size; k++) out[k] = Math.abs(positions[from]! - positions[to[k]!]!);
    },
  };
}

/** All pairs of points on a line, and their spanning tree by plain distance. */
export function lineGraph(...positions: readonly number[]): ReachabilityGraph {
  const pairs = positions.flatMap((a, i) =>
    positions.slice(i + 1).map((b, k) => ({ from: i, to: i + 1 + k, distance: Math.abs(a - b) })),
  );
  return {
    count: positions.length,
    from: Int32Array.from(pairs, (pair) => pair.from),
    to: Int32Array.from(pairs, (pair) => pair.to),
    distance: Float64Array.from(pairs, (pair) => pair.distance),
    tree: minimumSpanningTree(lineDistances(...positions)),
  };
}
