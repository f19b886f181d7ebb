import type { CondensedTree } from './condensed-tree.ts';

/**
 * Step 6. Stability of each cluster, its excess of mass: the sum over its points of how long, in λ, each
 * stayed after the cluster's birth: Σ (λ_out(p) − λ_birth) (Campello, Moulavi, Sander 2013, equation 3).
 *
 * @param rootLambda λ at which the root counts as born. By the tree it is 0 (all points are together however
 *   small the density), which says nothing; a caller who knows from which density on points belong together
 *   gives it here, and what the root's points did before does not count for or against it.
 */
export function stability(tree: CondensedTree, rootLambda: number): Float64Array {
  const result = new Float64Array(tree.parent.length);
  const stayed = (cluster: number, until: number): number =>
    cluster === 0 ? Math.max(until - rootLambda, 0) : until - tree.birthLambda[cluster]!;

  for (let point = 0; point < tree.pointCluster.length; point++) {
    const cluster = tree.pointCluster[point]!;
    result[cluster]! += stayed(cluster, tree.pointLambda[point]!);
  }
  for (let child = 1; child < tree.parent.length; child++) {
    const cluster = tree.parent[child]!;
    result[cluster]! += stayed(cluster, tree.birthLambda[child]!) * tree.size[child]!;
  }
  return result;
}
