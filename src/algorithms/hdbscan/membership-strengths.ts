import type { CondensedTree } from './condensed-tree.ts';
import { deathLambdas, type Labelling } from './labels.ts';

/**
 * Step 9. How firmly a point belongs to its cluster: λ_out(p) / λ_max(cluster), at most 1. It is 1 for a
 * point that stayed to the end, small for one that hangs on loosely, 0 for noise (McInnes, Healy, Astels:
 * hdbscan, Journal of Open Source Software 2 (2017) 205, "probabilities").
 */
export function membershipStrengths(tree: CondensedTree, labelling: Labelling): Float64Array {
  const deaths = deathLambdas(tree);
  return Float64Array.from(labelling.labels, (label, point) => {
    if (label === -1) return 0;
    const last = deaths[labelling.clusters[label]!]!;
    return last === 0 ? 1 : Math.min(tree.pointLambda[point]! / last, 1);
  });
}
