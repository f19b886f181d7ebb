import type { NeedsProducts } from '../row-products.ts';
import { denseSpanningTree } from './dense-spanning-tree.ts';
import { MergeHeights } from './merge-heights.ts';
import { NearEdges, type NearEdgesOptions } from './near-edges.ts';
import { largestOfRow, lowestOfGroups, type ProductRow, scanRow } from './scan-products.ts';

/** Points that are spread over all and compared first, so that everything else starts with a good bound. */
const LANDMARKS = 512;
/** A tile of 512 × 512 products is 1 MB: it stays in the second-level cache of today's processors. */
const TILE = 512;
/** Heights are computed again when so many more pairs a point are kept: sorting them costs time, a stale bound too. */
const SETTLE_AFTER = 3;

/**
 * Compares all pairs of rows, one tile of products after the other, each pair once, and keeps those that can
 * matter. Memory grows with n alone: O(n · (dimensions + minSamples)).
 *
 * @param rows n×dimensions unit vectors, row-major, landmarks first (`landmarksFirst`); n is 1 or more
 */
export function* tiledNearEdges(
  rows: Float32Array,
  dimensions: number,
  options: NearEdgesOptions,
): NeedsProducts<NearEdges> {
  const count = rows.length / dimensions;
  const near = new NearEdges(count, options);
  const landmarks = Math.min(count, landmarkCount(options.minSamples));
  const out = new Float32Array(Math.max(landmarks, TILE) * Math.max(landmarks, TILE));
  const slice = (start: number, end: number) => rows.subarray(start * dimensions, end * dimensions);

  yield { a: slice(0, landmarks), b: slice(0, landmarks), dimensions, out };
  const hub = compareLandmarks(near, landmarks, out);
  for (let top = landmarks; top < count; top += TILE) {
    const bottom = Math.min(top + TILE, count);
    yield { a: slice(top, bottom), b: slice(0, landmarks), dimensions, out };
    for (let i = top; i < bottom; i++) {
      attachToLandmarks(near, hub, i, { products: out, start: (i - top) * landmarks });
    }
  }
  near.settle();

  for (let top = landmarks; top < count; top += TILE) {
    const bottom = Math.min(top + TILE, count);
    for (let start = top; start < count; start += TILE) {
      const end = Math.min(start + TILE, count);
      yield { a: slice(top, bottom), b: slice(start, end), dimensions, out };
      compare(near, { top, bottom, start, end }, out);
      if (near.fresh > SETTLE_AFTER * count) near.settle();
    }
  }
  if (near.fresh > 0) near.settle();
  return near;
}

/** The points in another order: as many landmarks as there are, spread evenly, then the others as they were. */
export function landmarksFirst(points: Int32Array, minSamples: number): Int32Array {
  const count = points.length;
  const landmarks = Math.min(count, landmarkCount(minSamples));
  if (landmarks === count) return points;
  const isLandmark = new Uint8Array(count);
  for (let k = 0; k < landmarks; k++) isLandmark[Math.floor((k * count) / landmarks)] = 1;
  const order = new Int32Array(count);
  order.set(points.filter((_, k) => isLandmark[k] === 1));
  order.set(
    points.filter((_, k) => isLandmark[k] === 0),
    landmarks,
  );
  return order;
}

const landmarkCount = (minSamples: number): number => Math.max(LANDMARKS, minSamples + 1);

interface Hub {
  readonly size: number;
  readonly heights: MergeHeights;
  readonly core: Float32Array;
  readonly thresholds: Float32Array;
  readonly lowest: Float32Array;
  /** Room for the largest products of one row. */
  readonly best: Float32Array;
}

/** All pairs of landmarks at once: their spanning tree first, then what it leaves near. */
function compareLandmarks(near: NearEdges, size: number, products: Float32Array): Hub {
  const { minSamples, floor, ceiling, error } = near.options;
  const tree = denseSpanningTree(products, size, minSamples);
  const heights = new MergeHeights(size, tree, ceiling);
  for (let e = 0; e < tree.size; e++) {
    // What is above the floor is among the near pairs below.
    if (tree.weight[e]! + error <= floor) {
      const i = tree.from[e]!;
      const j = tree.to[e]!;
      near.keep(i, j, 1 - products[i * size + j]!);
    }
  }
  const thresholds = Float32Array.from(heights.level, (level) => near.thresholdAt(level));
  const lowest = lowestOfGroups(thresholds);
  for (let i = 0; i < size; i++) {
    scanRow({ products, start: i * size }, i + 1, thresholds[i]!, thresholds, lowest, (j, product) => {
      if (near.isNear(1 - product, heights.between(i, j))) near.keep(i, j, 1 - product);
    });
  }
  for (let i = 0; i < size; i++) {
    // The pairs that make it so are not kept.
    if (tree.core[i]! + error <= floor) {
      for (let k = 0; k < minSamples; k++) near.noteNeighbour(i, tree.core[i]!);
    }
  }
  return {
    size,
    heights,
    core: tree.core,
    thresholds,
    lowest,
    best: new Float32Array(Math.max(minSamples, 1)),
  };
}

/**
 * Point i has met nobody yet. The way to it goes through its nearest landmark, at the height of its own core
 * distance (among landmarks) or the landmark's.
 *
 * @param row its products with each landmark
 */
function attachToLandmarks(near: NearEdges, hub: Hub, i: number, row: ProductRow): void {
  const { heights, best } = hub;
  const nearest = largestOfRow(row, hub.size, -1, best);
  const core = 1 - best[best.length - 1]!;
  const reach = Math.min(Math.max(core, hub.core[nearest]!, 0), near.options.ceiling);
  const own = near.thresholdAt(Math.max(reach, heights.level[nearest]!));
  scanRow(row, 0, own, hub.thresholds, hub.lowest, (j, product) => {
    const height = j === nearest ? reach : Math.max(reach, heights.between(j, nearest));
    if (near.isNear(1 - product, height)) near.keep(j, i, 1 - product);
  });
  if (near.thresholdAt(reach) === Number.POSITIVE_INFINITY) {
    // So near that it was not kept: this pair holds the point, and its neighbours are noted without theirs.
    near.keep(nearest, i, 1 - best[0]!);
    for (let k = 1; k < near.options.minSamples; k++) near.noteNeighbour(i, 1 - best[k]!);
  }
}

interface TilePlace {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

/** Rows top … bottom − 1 with columns start … end − 1; where they overlap, each pair once. */
function compare(near: NearEdges, { top, bottom, start, end }: TilePlace, products: Float32Array): void {
  const width = end - start;
  const thresholds = near.threshold.subarray(start, end);
  const lowest = lowestOfGroups(thresholds);
  for (let i = top; i < bottom; i++) {
    const row = { products, start: (i - top) * width };
    const first = Math.max(0, i + 1 - start);
    scanRow(row, first, near.threshold[i]!, thresholds, lowest, (c, product) => {
      near.offer(i, start + c, 1 - product);
    });
  }
}
