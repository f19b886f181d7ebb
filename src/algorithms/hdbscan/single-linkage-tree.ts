import { ascendingExactly } from './ascending.ts';
import type { SpanningTree } from './minimum-spanning-tree.ts';

/**
 * Step 4. The binary tree of merges (a dendrogram). Nodes 0 … n − 1 are the points; merge m makes node n + m
 * of `left[m]` and `right[m]` at `distance[m]`, with `size[m]` points. Distances ascend; the last is the root.
 */
export interface SingleLinkageTree {
  readonly pointCount: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly distance: Float64Array;
  readonly size: Int32Array;
}

/**
 * Cutting the edges of a minimum spanning tree from the longest to the shortest gives the single-linkage
 * hierarchy (J. C. Gower, G. J. S. Ross 1969). Built the other way round: edges in ascending order, each
 * merging the two trees that hold its ends (union–find). Equal distances keep the order of the edges.
 */
export function singleLinkageTree(spanningTree: SpanningTree): SingleLinkageTree {
  const { pointCount } = spanningTree;
  const merges = spanningTree.distance.length;
  const order = ascendingExactly(spanningTree.distance);
  const tree = {
    pointCount,
    left: new Int32Array(merges),
    right: new Int32Array(merges),
    distance: new Float64Array(merges),
    size: new Int32Array(merges),
  };

  const parent = Int32Array.from({ length: pointCount + merges }, (_, i) => i);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root]!;
    for (let step = node; step !== root; ) {
      const next = parent[step]!;
      parent[step] = root;
      step = next;
    }
    return root;
  };
  const sizeOf = (node: number): number => (node < pointCount ? 1 : tree.size[node - pointCount]!);

  for (let merge = 0; merge < merges; merge++) {
    const edge = order[merge]!;
    const left = rootOf(spanningTree.from[edge]!);
    const right = rootOf(spanningTree.to[edge]!);
    tree.left[merge] = left;
    tree.right[merge] = right;
    tree.distance[merge] = spanningTree.distance[edge]!;
    tree.size[merge] = sizeOf(left) + sizeOf(right);
    parent[left] = pointCount + merge;
    parent[right] = pointCount + merge;
  }
  return tree;
}
