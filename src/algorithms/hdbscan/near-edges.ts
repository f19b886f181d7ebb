import { MergeHeights } from './merge-heights.ts';

export interface NearEdgesOptions {
  /** The core distance is the one to this many-th other point; 0: every core distance is 0. */
  readonly minSamples: number;
  /** Distances below count as this: which pairs are how much nearer is not asked. */
  readonly floor: number;
  /** Distances above it are of no interest, Infinity where all are. */
  readonly ceiling: number;
  /** How far the distances that are offered may be off, either way. */
  readonly error: number;
}

/**
 * Those of all pairs, offered one after the other with rounded distances, that can matter: for the core distances
 * or for the minimum spanning tree by mutual reachability.
 *
 * A pair at distance d cannot matter once its two points are joined by a path of pairs seen before whose mutual
 * reachability is nowhere more than d: that path serves wherever the pair would, whatever comes after, since
 * core distances can only fall. Nor can it where everything on that path is below the floor. Where rounding
 * leaves it open which is shorter, the pair is kept. What is kept is some minSamples + 2 pairs a point.
 */
export class NearEdges {
  readonly count: number;
  readonly options: NearEdgesOptions;
  size = 0;
  from: Int32Array;
  to: Int32Array;
  distance: Float32Array;
  /**
   * For each point: a pair whose product s = 1 − d is at most this for both of its points cannot matter. The quick
   * test, on the way from each point to the centre of the largest group.
   */
  readonly threshold: Float32Array;
  /** Of the pairs that were kept: the `minSamples` smallest distances of each point, ascending. */
  readonly #nearest: Float32Array;
  #heights: MergeHeights | null = null;
  /** What was kept when heights were last computed. */
  #settledSize = 0;

  constructor(count: number, options: NearEdgesOptions) {
    this.count = count;
    this.options = options;
    const room = 1024 + 4 * count;
    this.from = new Int32Array(room);
    this.to = new Int32Array(room);
    this.distance = new Float32Array(room);
    this.threshold = new Float32Array(count).fill(Number.NEGATIVE_INFINITY);
    this.#nearest = new Float32Array(count * options.minSamples).fill(Number.POSITIVE_INFINITY);
  }

  /** The core distance as far as known: at most `error` below the true one. */
  coreAtMost(point: number): number {
    const { minSamples } = this.options;
    return minSamples === 0 ? 0 : this.#nearest[(point + 1) * minSamples - 1]!;
  }

  /** Pairs kept since heights were last computed. */
  get fresh(): number {
    return this.size - this.#settledSize;
  }

  /** Keeps a pair unless it cannot matter. Each pair must be offered only once. */
  offer(i: number, j: number, distance: number): void {
    if (this.#heights === null || this.isNear(distance, this.#heights.between(i, j))) {
      this.keep(i, j, distance);
    }
  }

  /** Whether a pair can matter whose points are joined at `height` at most. */
  isNear(distance: number, height: number): boolean {
    const { floor, error } = this.options;
    return distance < height + 2 * error && height + error > floor;
  }

  keep(i: number, j: number, distance: number): void {
    if (this.size === this.from.length) this.#grow();
    this.from[this.size] = i;
    this.to[this.size] = j;
    this.distance[this.size] = distance;
    this.size++;
    this.noteNeighbour(i, distance);
    this.noteNeighbour(j, distance);
  }

  /** Computes heights and thresholds from what is kept, and drops what can no longer matter. */
  settle(): void {
    const { from, to, distance, size } = this;
    const weight = new Float32Array(size);
    for (let e = 0; e < size; e++) {
      weight[e] = Math.max(distance[e]!, this.coreAtMost(from[e]!), this.coreAtMost(to[e]!), 0);
    }
    const heights = new MergeHeights(this.count, { size, from, to, weight }, this.options.ceiling);
    let kept = 0;
    for (let e = 0; e < size; e++) {
      const i = from[e]!;
      const j = to[e]!;
      if (!heights.isInForest[e] && !this.isNear(distance[e]!, heights.between(i, j))) continue;
      from[kept] = i;
      to[kept] = j;
      distance[kept] = distance[e]!;
      kept++;
    }
    this.size = kept;
    this.#settledSize = kept;
    this.#heights = heights;
    for (let point = 0; point < this.count; point++) {
      this.threshold[point] = this.thresholdAt(heights.level[point]!);
    }
  }

  /** The product that a pair must exceed whose points are joined at `height` at most. */
  thresholdAt(height: number): number {
    const { floor, error } = this.options;
    // One more error for the rounding of 1 − s: too low only costs a second look.
    return height + error > floor ? 1 - height - 3 * error : Number.POSITIVE_INFINITY;
  }

  /** Whether the core distance is below the floor for certain. */
  isCoreBelowFloor(point: number): boolean {
    return this.coreAtMost(point) + this.options.error <= this.options.floor;
  }

  /**
   * Notes how near a neighbour is, or at most is. One that is noted twice does no harm where the core distance is below
   * the floor anyway.
   */
  noteNeighbour(point: number, distance: number): void {
    const { minSamples } = this.options;
    const first = point * minSamples;
    let place = first + minSamples - 1;
    if (minSamples === 0 || distance >= this.#nearest[place]!) return;
    for (; place > first && this.#nearest[place - 1]! > distance; place--) {
      this.#nearest[place] = this.#nearest[place - 1]!;
    }
    this.#nearest[place] = distance;
  }

  #grow(): void {
    const room = this.from.length * 2;
    const from = new Int32Array(room);
    const to = new Int32Array(room);
    const distance = new Float32Array(room);
    from.set(this.from);
    to.set(this.to);
    distance.set(this.distance);
    this.from = from;
    this.to = to;
    this.distance = distance;
  }
}
