import { cosineDistances, largestSquaredNorm, pairDistances, rowCount, rowsOf } from '../cosine-distances.ts';
import type { NeedsProducts } from '../row-products.ts';
import { coreDistances } from './core-distances.ts';
import { minimumSpanningTree, type SpanningTree } from './minimum-spanning-tree.ts';
import { mutualReachability } from './mutual-reachability.ts';
import type { NearEdges } from './near-edges.ts';
import { repeatedRows } from './repeated-rows.ts';
import { sparseSpanningTree } from './sparse-spanning-tree.ts';
import { landmarksFirst, tiledNearEdges } from './tiled-near-edges.ts';

/**
 * Steps 1 to 3 in one: of all pairs of some points those that can matter, with exact distances, and the minimum
 * spanning tree by mutual reachability among them.
 *
 * For every pair that is not here, its two points are joined by pairs that are here, all of whose mutual
 * reachabilities are at most its distance, or at most the floor. So for any set of points that the tree joins
 * without leaving it, single linkage at a distance of the floor or more, and the distance to the nearest from the
 * floor on, can be read from the pairs here alone.
 */
export interface ReachabilityGraph {
  /** Number of points: 0 … count − 1. */
  readonly count: number;
  /** Pairs, from[e] < to[e], each once, at their cosine distance 1 − x·y, summed in float64. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly distance: Float64Array;
  /** A forest where a ceiling was given. */
  readonly tree: SpanningTree;
}

export interface ReachabilityOptions {
  /** The core distance is the one to this many-th other point; 0: mutual reachability is the plain distance. */
  readonly minSamples: number;
  /** Distances below it count as it. */
  readonly floor: number;
  /** Distances above it are of no interest. Default: all are. */
  readonly ceiling?: number;
  /** For tests: up to this many points all pairs are kept. */
  readonly completeUpTo?: number;
}

/** So few points are compared one by one in less time than it takes to avoid it. */
const COMPLETE_UP_TO = 48;

/**
 * @param vectors unit vectors of `dimensions` values, row-major
 * @param points row indices, ascending; they are 0 … count − 1 in the graph. Default: all
 * @throws RangeError for vectors that are not rows of `dimensions` finite numbers
 */
export function* reachabilityGraph(
  vectors: Float32Array,
  dimensions: number,
  options: ReachabilityOptions,
  points: Int32Array = Int32Array.from({ length: rowCount(vectors, dimensions) }, (_, i) => i),
): NeedsProducts<ReachabilityGraph> {
  const { completeUpTo = COMPLETE_UP_TO } = options;
  if (points.length <= completeUpTo) {
    return completeGraph(rowsOf(vectors, dimensions, points), dimensions, options);
  }
  return yield* tiledGraph(vectors, dimensions, options, points);
}

/** All pairs. Simple, and what the other is held to; n² / 2 pairs. */
function completeGraph(
  rows: Float32Array,
  dimensions: number,
  { minSamples, floor, ceiling = Number.POSITIVE_INFINITY }: ReachabilityOptions,
): ReachabilityGraph {
  const distances = cosineDistances(rows, dimensions);
  const { count } = distances;
  const pairs = (count * (count - 1)) / 2;
  const from = new Int32Array(pairs);
  const to = new Int32Array(pairs);
  const distance = new Float64Array(pairs);
  const all = Int32Array.from({ length: count }, (_, i) => i);
  const row = new Float64Array(count);
  let pair = 0;
  for (let i = 0; i < count; i++) {
    const later = all.subarray(i + 1);
    distances.fill(i, later, later.length, row);
    for (let k = 0; k < later.length; k++, pair++) {
      from[pair] = i;
      to[pair] = later[k]!;
      distance[pair] = row[k]!;
    }
  }
  const core = coreDistances(distances, minSamples);
  const found = minimumSpanningTree(mutualReachability(distances, core, floor));
  const tree = sparseSpanningTree(found, floor, ceiling);
  return { count, from, to, distance, tree };
}

function* tiledGraph(
  vectors: Float32Array,
  dimensions: number,
  options: ReachabilityOptions,
  points: Int32Array,
): NeedsProducts<ReachabilityGraph> {
  const count = points.length;
  const minSamples = Math.min(options.minSamples, count - 1);
  const { floor, ceiling = Number.POSITIVE_INFINITY } = options;
  const { kept, repeats, originals } = repeatedRows(vectors, dimensions, points, { minSamples, floor });
  const places = landmarksFirst(kept, minSamples);
  const rows = rowsOf(
    vectors,
    dimensions,
    places.map((place) => points[place]!),
  );
  const error = largestError(rows, dimensions);
  const near = yield* tiledNearEdges(rows, dimensions, {
    minSamples,
    floor,
    ceiling: ceiling + 2 * error,
    error,
  });

  const pairs = near.size;
  const size = pairs + repeats.length;
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  for (let e = 0; e < pairs; e++) {
    const i = places[near.from[e]!]!;
    const j = places[near.to[e]!]!;
    from[e] = Math.min(i, j);
    to[e] = Math.max(i, j);
  }
  from.set(originals, pairs);
  to.set(repeats, pairs);
  const rowOf = (place: number): number => points[place]!;
  const distance = pairDistances(vectors, dimensions, from.map(rowOf), to.map(rowOf));
  const core = exactCoreDistances(near, distance);
  const reach = new Float64Array(size).fill(floor);
  for (let e = 0; e < pairs; e++) {
    reach[e] = Math.max(distance[e]!, core[near.from[e]!]!, core[near.to[e]!]!, floor);
  }
  const tree = sparseSpanningTree({ pointCount: count, from, to, distance: reach }, floor, ceiling);
  return { count, from, to, distance, tree };
}

/** Core distances from the exact distances of near pairs. What is below the floor for certain is the floor. */
function exactCoreDistances(near: NearEdges, distance: Float64Array): Float64Array {
  const { minSamples, floor } = near.options;
  const core = new Float64Array(near.count);
  if (minSamples === 0) return core;
  const nearest = new Float64Array(near.count * minSamples).fill(Number.POSITIVE_INFINITY);
  const offer = (point: number, value: number): void => {
    const first = point * minSamples;
    let place = first + minSamples - 1;
    if (value >= nearest[place]!) return;
    for (; place > first && nearest[place - 1]! > value; place--) nearest[place] = nearest[place - 1]!;
    nearest[place] = value;
  };
  for (let e = 0; e < near.size; e++) {
    offer(near.from[e]!, distance[e]!);
    offer(near.to[e]!, distance[e]!);
  }
  for (let i = 0; i < near.count; i++) {
    core[i] = near.isCoreBelowFloor(i) ? floor : nearest[(i + 1) * minSamples - 1]!;
  }
  return core;
}

/**
 * How far a product in float32 may be off, whatever the order of its sum (N. J. Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002, §3.1), and as a distance rounded to float32 once more.
 */
function largestError(rows: Float32Array, dimensions: number): number {
  return (dimensions + 8) * 2 ** -24 * Math.max(1, largestSquaredNorm(rows, dimensions));
}
