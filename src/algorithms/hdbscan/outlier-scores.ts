import type { CondensedTree } from './condensed-tree.ts';
import { deathLambdas } from './labels.ts';

/**
 * Step 10. GLOSH, the global-local outlier score from hierarchies: 1 − λ_out(p) / λ_max(C), where C is the
 * smallest cluster that held the point and λ_max the density of the densest place in C or below. 0 for a
 * point in the middle of its cluster, near 1 for one that is far from the nearest dense place (Campello,
 * Moulavi, Zimek, Sander: Hierarchical density estimates, 2015, definition 8).
 */
export function outlierScores(tree: CondensedTree): Float64Array {
  const densest = deathLambdas(tree);
  for (let cluster = tree.parent.length - 1; cluster > 0; cluster--) {
    const above = tree.parent[cluster]!;
    densest[above] = Math.max(densest[above]!, densest[cluster]!);
  }
  return Float64Array.from(tree.pointCluster, (cluster, point) => {
    const last = densest[cluster]!;
    return last === 0 ? 0 : 1 - tree.pointLambda[point]! / last;
  });
}
