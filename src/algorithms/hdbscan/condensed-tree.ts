import type { SingleLinkageTree } from './single-linkage-tree.ts';

/**
 * Step 5. What is left of the merges when only clusters of at least `minClusterSize` count. Cluster 0 is the
 * root (all points); a cluster's number is larger than its parent's.
 *
 * Density is λ = 1 / distance. A cluster is born where its parent splits; a point falls out of its last
 * cluster at the λ where it stops being connected to at least `minClusterSize` others of it.
 */
export interface CondensedTree {
  /** For each point: the smallest cluster that held it, and the λ at which it fell out. */
  readonly pointCluster: Int32Array;
  readonly pointLambda: Float64Array;
  /** For each cluster: its parent (-1 for the root), the λ of its birth (0 for the root), its points. */
  readonly parent: Int32Array;
  readonly birthLambda: Float64Array;
  readonly size: Int32Array;
}

/**
 * Walks the merges from the root down (McInnes, Healy: Accelerated Hierarchical Density Based Clustering,
 * 2017, §2.3; Campello, Moulavi, Sander 2013, §3.2). Where both halves of a split have `minClusterSize`
 * points, both are new clusters; where one has, it goes on as the same cluster and the points of the other
 * fall out; where none has, the cluster ends.
 *
 * @param tree all distances above 0
 * @param minClusterSize at least 2
 */
export function condensedTree(tree: SingleLinkageTree, minClusterSize: number): CondensedTree {
  const { pointCount } = tree;
  const pointCluster = new Int32Array(pointCount);
  const pointLambda = new Float64Array(pointCount);
  const parent = [-1];
  const birthLambda = [0];
  const size = [pointCount];

  const sizeOf = (node: number): number => (node < pointCount ? 1 : tree.size[node - pointCount]!);
  const fallOut = (top: number, cluster: number, lambda: number): void => {
    const waiting = [top];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (node < pointCount) {
        pointCluster[node] = cluster;
        pointLambda[node] = lambda;
      } else {
        waiting.push(tree.left[node - pointCount]!, tree.right[node - pointCount]!);
      }
    }
  };
  const born = (node: number, from: number, lambda: number): number => {
    parent.push(from);
    birthLambda.push(lambda);
    size.push(sizeOf(node));
    return parent.length - 1;
  };

  // First in, first out: clusters are numbered level by level, and a parent before its children.
  const nodes = pointCount > 1 ? [{ node: 2 * pointCount - 2, cluster: 0 }] : [];
  for (let next = 0; next < nodes.length; next++) {
    const { node, cluster } = nodes[next]!;
    const merge = node - pointCount;
    const lambda = 1 / tree.distance[merge]!;
    const halves = [tree.left[merge]!, tree.right[merge]!];
    const split = halves.every((half) => sizeOf(half) >= minClusterSize);
    for (const half of halves) {
      if (sizeOf(half) < minClusterSize) fallOut(half, cluster, lambda);
      else nodes.push({ node: half, cluster: split ? born(half, cluster, lambda) : cluster });
    }
  }
  return {
    pointCluster,
    pointLambda,
    parent: Int32Array.from(parent),
    birthLambda: Float64Array.from(birthLambda),
    size: Int32Array.from(size),
  };
}
