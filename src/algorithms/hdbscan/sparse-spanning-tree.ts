import type { SpanningTree } from './minimum-spanning-tree.ts';

/**
 * Step 3 where few pairs are left: the minimum spanning tree of a graph by Prim's algorithm with a heap, O(e log e)
 * for e edges; a forest where the edges don't join all points. It is the tree that `minimumSpanningTree` finds in
 * the complete graph, edges in the same order, where `edges` lacks none that is in any minimum spanning tree: it
 * starts at point 0, and of equal distances the lowest index is taken.
 *
 * Points that are joined at the floor are equally near, and which of their pairs are in `edges` is chance. They come
 * first, joined to the lowest of them.
 *
 * @param edges no distance below the floor
 * @param ceiling edges above it are left out
 */
export function sparseSpanningTree(edges: SpanningTree, floor: number, ceiling: number): SpanningTree {
  const { pointCount } = edges;
  const lowest = lowestAtFloor(edges, floor);
  const tree: { from: number[]; to: number[]; distance: number[] } = { from: [], to: [], distance: [] };
  const add = (from: number, to: number, distance: number): void => {
    tree.from.push(from);
    tree.to.push(to);
    tree.distance.push(distance);
  };
  lowest.forEach((first, point) => {
    if (first !== point) add(first, point, floor);
  });

  const { start, ends, lengths } = neighbours(edges);
  const atFloor = groups(lowest);
  const isAdded = new Uint8Array(pointCount);
  const nearest = new Int32Array(pointCount);
  const nearestDistance = new Float64Array(pointCount).fill(Number.POSITIVE_INFINITY);
  const heap = new PointHeap();
  const waiting: number[] = [];
  const enter = (point: number): void => {
    isAdded[point] = 1;
    waiting.push(point);
  };
  for (let first = 0; first < pointCount; first++) {
    if (isAdded[first]) continue;
    enter(first);
    for (;;) {
      // What is joined at the floor enters together.
      for (let point = waiting.pop(); point !== undefined; point = waiting.pop()) {
        for (const other of atFloor.get(lowest[point]!) ?? []) if (!isAdded[other]) enter(other);
        atFloor.delete(lowest[point]!);
        for (let e = start[point]!; e < start[point + 1]!; e++) {
          const other = ends[e]!;
          if (isAdded[other] || lengths[e]! >= nearestDistance[other]! || lengths[e]! > ceiling) continue;
          nearestDistance[other] = lengths[e]!;
          nearest[other] = point;
          heap.push(lengths[e]!, other);
        }
      }
      let next = heap.pop();
      while (next !== -1 && isAdded[next]) next = heap.pop();
      if (next === -1) break;
      add(nearest[next]!, next, nearestDistance[next]!);
      enter(next);
    }
  }
  return {
    pointCount,
    from: Int32Array.from(tree.from),
    to: Int32Array.from(tree.to),
    distance: Float64Array.from(tree.distance),
  };
}

/** For each point the lowest that it is joined with at the floor. */
function lowestAtFloor({ pointCount, from, to, distance }: SpanningTree, floor: number): Int32Array {
  const root = Int32Array.from({ length: pointCount }, (_, i) => i);
  const rootOf = (point: number): number => {
    let at = point;
    while (root[at] !== at) {
      root[at] = root[root[at]!]!;
      at = root[at]!;
    }
    return at;
  };
  for (let e = 0; e < distance.length; e++) {
    if (distance[e]! > floor) continue;
    const a = rootOf(from[e]!);
    const b = rootOf(to[e]!);
    root[Math.max(a, b)] = Math.min(a, b);
  }
  return root.map((_, point) => rootOf(point));
}

/** The points of each group of two or more, by its lowest. */
function groups(lowest: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>();
  lowest.forEach((first, point) => {
    if (first === point) return;
    const list = members.get(first);
    if (list === undefined) members.set(first, [first, point]);
    else list.push(point);
  });
  return members;
}

interface Neighbours {
  /** Those of point i are at start[i] … start[i + 1] − 1. */
  readonly start: Int32Array;
  readonly ends: Int32Array;
  readonly lengths: Float64Array;
}

function neighbours({ pointCount, from, to, distance }: SpanningTree): Neighbours {
  const start = new Int32Array(pointCount + 1);
  for (let e = 0; e < distance.length; e++) {
    start[from[e]! + 1]!++;
    start[to[e]! + 1]!++;
  }
  for (let i = 0; i < pointCount; i++) start[i + 1]! += start[i]!;
  const ends = new Int32Array(2 * distance.length);
  const lengths = new Float64Array(2 * distance.length);
  const place = start.slice();
  const put = (point: number, other: number, length: number): void => {
    const at = place[point]!++;
    ends[at] = other;
    lengths[at] = length;
  };
  for (let e = 0; e < distance.length; e++) {
    put(from[e]!, to[e]!, distance[e]!);
    put(to[e]!, from[e]!, distance[e]!);
  }
  return { start, ends, lengths };
}

/** A binary heap of points by distance, of equal ones the lowest first. */
class PointHeap {
  readonly #distances: number[] = [];
  readonly #points: number[] = [];

  push(distance: number, point: number): void {
    let at = this.#points.length;
    this.#points.push(point);
    this.#distances.push(distance);
    for (;;) {
      const above = (at - 1) >> 1;
      if (at === 0 || !this.#isBefore(at, above)) return;
      this.#swap(at, above);
      at = above;
    }
  }

  /** The first point, -1 where there is none. */
  pop(): number {
    if (this.#points.length === 0) return -1;
    this.#swap(0, this.#points.length - 1);
    const first = this.#points.pop()!;
    this.#distances.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (let below = 2 * at + 1; below <= 2 * at + 2; below++) {
        if (below < this.#points.length && this.#isBefore(below, least)) least = below;
      }
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#distances[a]! - this.#distances[b]!;
    return difference < 0 || (difference === 0 && this.#points[a]! < this.#points[b]!);
  }

  #swap(a: number, b: number): void {
    [this.#points[a], this.#points[b]] = [this.#points[b]!, this.#points[a]!];
    [this.#distances[a], this.#distances[b]] = [this.#distances[b]!, this.#distances[a]!];
  }
}
