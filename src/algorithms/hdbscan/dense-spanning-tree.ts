import type { WeightedEdges } from './merge-heights.ts';
import { largestOfRow } from './scan-products.ts';

/**
 * Minimum spanning tree by mutual reachability where all products are at hand, by Prim's algorithm.
 *
 * @param products n×n products of unit vectors; distances are 1 − product, in float32
 * @param count n, 1 or more
 * @returns n − 1 edges, and the core distance of each point: Infinity where it has not so many neighbours
 */
export function denseSpanningTree(
  products: Float32Array,
  count: number,
  minSamples: number,
): WeightedEdges & { readonly core: Float32Array } {
  const core = coreDistances(products, count, minSamples);
  const from = new Int32Array(count - 1);
  const to = new Int32Array(count - 1);
  const weight = new Float32Array(count - 1);

  const outside = Int32Array.from({ length: count - 1 }, (_, i) => i + 1);
  const nearest = new Int32Array(count);
  const least = new Float32Array(count).fill(Number.POSITIVE_INFINITY);
  let added = 0;
  for (let edge = 0; edge < count - 1; edge++) {
    const left = count - 1 - edge;
    let best = 0;
    let bestWeight = Number.POSITIVE_INFINITY;
    const own = core[added]!;
    for (let k = 0; k < left; k++) {
      const point = outside[k]!;
      const reach = Math.max(1 - products[added * count + point]!, own, core[point]!, 0);
      if (reach < least[point]!) {
        least[point] = reach;
        nearest[point] = added;
      }
      if (least[point]! < bestWeight) {
        bestWeight = least[point]!;
        best = k;
      }
    }
    added = outside[best]!;
    from[edge] = nearest[added]!;
    to[edge] = added;
    weight[edge] = least[added]!;
    outside[best] = outside[left - 1]!;
  }
  return { size: count - 1, from, to, weight, core };
}

function coreDistances(products: Float32Array, count: number, minSamples: number): Float32Array {
  const core = new Float32Array(count);
  if (minSamples === 0) return core;
  const largest = new Float32Array(minSamples);
  for (let i = 0; i < count; i++) {
    largestOfRow({ products, start: i * count }, count, i, largest);
    core[i] = 1 - largest[minSamples - 1]!;
  }
  return core;
}
