import type { CondensedTree } from './condensed-tree.ts';

/**
 * Step 7. The flat clustering with the largest sum of stabilities, no cluster inside another ("excess of
 * mass"; Campello, Moulavi, Sander 2013, §4.2). From the leaves up, a cluster is taken instead of the best
 * choice below it unless that choice has more stability.
 *
 * @param stability from step 6
 * @param rootAllowed whether all points may be one cluster
 * @returns for each cluster of the tree, 1 where it is taken
 */
export function selectClusters(
  tree: CondensedTree,
  stability: Float64Array,
  rootAllowed: boolean,
): Uint8Array {
  const clusters = tree.parent.length;
  const isTaken = new Uint8Array(clusters);
  /** Sum of the best choice among the clusters below each one. */
  const bestBelow = new Float64Array(clusters);

  // A child's number is larger than its parent's: descending numbers go from the leaves to the root.
  for (let cluster = clusters - 1; cluster >= 0; cluster--) {
    const allowed = cluster > 0 || rootAllowed;
    const taken = allowed && stability[cluster]! >= bestBelow[cluster]!;
    isTaken[cluster] = taken ? 1 : 0;
    if (cluster > 0) bestBelow[tree.parent[cluster]!]! += taken ? stability[cluster]! : bestBelow[cluster]!;
  }

  // From the root to the leaves: what lies inside a taken cluster is not a cluster of its own.
  const isInside = new Uint8Array(clusters);
  for (let cluster = 1; cluster < clusters; cluster++) {
    const above = tree.parent[cluster]!;
    if (isTaken[above] || isInside[above]) {
      isInside[cluster] = 1;
      isTaken[cluster] = 0;
    }
  }
  return isTaken;
}
