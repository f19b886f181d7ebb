import { ascending } from './ascending.ts';

/** Edges e = 0 … `size` − 1 between `from[e]` and `to[e]`, of weight `weight[e]`, 0 or more. */
export interface WeightedEdges {
  readonly size: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float32Array;
}

/**
 * The single-linkage hierarchy of a graph, made to be asked: at what height are two points joined first? That is
 * the smallest possible largest step of a path between them (the bottleneck), and an edge that is longer is in no
 * minimum spanning tree.
 *
 * Kruskal's algorithm (J. B. Kruskal, 1956) gives the merges; the lowest common ancestor of two points in their
 * binary tree is found over heavy paths (D. D. Sleator, R. E. Tarjan, 1983) in at most log n steps, mostly one.
 */
export class MergeHeights {
  /** 1 for the edges of the minimum spanning forest. */
  readonly isInForest: Uint8Array;
  /** For each point the height at which it is joined with the centre of the largest groups; 0 for that itself. */
  readonly level: Float64Array;
  /** Nodes: 0 … n − 1 the points, then the merges in order of height. */
  readonly #height: Float64Array;
  readonly #parent: Int32Array;
  /** The uppermost node of the heavy path that a node is on. */
  readonly #top: Int32Array;

  /** @param ceiling what the edges below it don't join is joined there; Infinity where nothing is known of it */
  constructor(count: number, edges: WeightedEdges, ceiling: number) {
    const nodes = 2 * count - 1;
    this.isInForest = new Uint8Array(edges.size);
    this.level = new Float64Array(count);
    this.#height = new Float64Array(nodes);
    this.#parent = new Int32Array(nodes).fill(nodes);
    this.#top = new Int32Array(nodes);
    const larger = this.#merge(count, edges, ceiling);
    this.#findPaths(count, larger);
  }

  /** For different points. */
  between(i: number, j: number): number {
    const top = this.#top;
    const parent = this.#parent;
    let u = i;
    let v = j;
    while (top[u] !== top[v]) {
      const aboveU = parent[top[u]!]!;
      const aboveV = parent[top[v]!]!;
      if (aboveU < aboveV) u = aboveU;
      else v = aboveV;
    }
    return this.#height[Math.max(u, v)]!;
  }

  /** @returns for each merge the child with more points. */
  #merge(count: number, edges: WeightedEdges, ceiling: number): Int32Array {
    const nodes = 2 * count - 1;
    const larger = new Int32Array(Math.max(count - 1, 0));
    const size = new Int32Array(nodes).fill(1, 0, count);
    const root = Int32Array.from({ length: nodes }, (_, i) => i);
    const rootOf = (node: number): number => {
      let at = node;
      while (root[at] !== at) {
        root[at] = root[root[at]!]!;
        at = root[at]!;
      }
      return at;
    };
    let next = count;
    const join = (a: number, b: number, height: number): void => {
      root[a] = next;
      root[b] = next;
      this.#parent[a] = next;
      this.#parent[b] = next;
      this.#height[next] = height;
      size[next] = size[a]! + size[b]!;
      larger[next - count] = size[a]! >= size[b]! ? a : b;
      next++;
    };

    for (const edge of ascending(edges.weight.subarray(0, edges.size))) {
      const height = edges.weight[edge]!;
      if (next === nodes || height >= ceiling) break;
      const a = rootOf(edges.from[edge]!);
      const b = rootOf(edges.to[edge]!);
      if (a === b) continue;
      this.isInForest[edge] = 1;
      join(a, b, height);
    }
    for (let point = 1; next < nodes; point++) {
      const a = rootOf(0);
      const b = rootOf(point);
      if (a !== b) join(a, b, ceiling);
    }
    return larger;
  }

  /** From the root down: heavy paths, and the height at which what is beside the root's path joins it. */
  #findPaths(count: number, larger: Int32Array): void {
    const nodes = 2 * count - 1;
    const joins = new Float64Array(nodes);
    for (let node = nodes - 1; node >= 0; node--) {
      const above = this.#parent[node]!;
      const isHeavy = above < nodes && larger[above - count] === node;
      this.#top[node] = isHeavy ? this.#top[above]! : node;
      if (above < nodes) {
        const isBesideRootsPath = this.#top[above] === nodes - 1 && !isHeavy;
        joins[node] = isBesideRootsPath ? this.#height[above]! : joins[above]!;
      }
      if (node < count) this.level[node] = joins[node]!;
    }
  }
}
