import type { CosineDistances } from '../cosine-distances.ts';

/** n − 1 edges (none for no points); edge e joins `from[e]` and `to[e]` at `distance[e]`. */
export interface SpanningTree {
  readonly pointCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly distance: Float64Array;
}

/**
 * Step 3. Minimum spanning tree of the complete graph by Prim's algorithm (R. C. Prim, Shortest connection
 * networks and some generalizations, 1957): O(n²) distances, O(n) memory, edges in the order they were found.
 * Starts at point 0; of equal distances the lowest index is taken, so that the tree is deterministic.
 */
export function minimumSpanningTree(distances: CosineDistances): SpanningTree {
  const { count } = distances;
  const edges = Math.max(count - 1, 0);
  const tree = {
    pointCount: count,
    from: new Int32Array(edges),
    to: new Int32Array(edges),
    distance: new Float64Array(edges),
  };

  /** Points outside the tree, ascending, each with its nearest point inside. */
  const outside = Int32Array.from({ length: edges }, (_, i) => i + 1);
  const nearest = new Int32Array(edges);
  const nearestDistance = new Float64Array(edges).fill(Number.POSITIVE_INFINITY);
  const row = new Float64Array(edges);

  let added = 0;
  for (let edge = 0; edge < edges; edge++) {
    const size = edges - edge;
    distances.fill(added, outside, size, row);
    let best = 0;
    for (let k = 0; k < size; k++) {
      if (row[k]! < nearestDistance[k]!) {
        nearestDistance[k] = row[k]!;
        nearest[k] = added;
      }
      if (nearestDistance[k]! < nearestDistance[best]!) best = k;
    }
    tree.from[edge] = nearest[best]!;
    tree.to[edge] = outside[best]!;
    tree.distance[edge] = nearestDistance[best]!;
    added = outside[best]!;
    // Close the gap and keep the order: it decides between equal distances.
    outside.copyWithin(best, best + 1, size);
    nearest.copyWithin(best, best + 1, size);
    nearestDistance.copyWithin(best, best + 1, size);
  }
  return tree;
}
