import type { CondensedTree } from './condensed-tree.ts';

export interface Labelling {
  /** For each point: 0, 1, … for its cluster, -1 for noise. */
  readonly labels: Int32Array;
  /** For each label: its cluster in the condensed tree. */
  readonly clusters: Int32Array;
}

/**
 * Step 8. A point has the label of the taken cluster that held it; noise was in none.
 *
 * A taken root would hold every point, however far. It keeps the points that stayed until `rootLambda`.
 *
 * @param isTaken from step 7
 * @param rootLambda null: until the last point fell directly out of the root or the root split, whichever is
 *   later, as scikit-learn-contrib hdbscan does with `allow_single_cluster`
 */
export function labelPoints(tree: CondensedTree, isTaken: Uint8Array, rootLambda: number | null): Labelling {
  /** For each cluster, the label of the taken cluster that it is or lies in. */
  const labelOf = new Int32Array(tree.parent.length).fill(-1);
  const clusters: number[] = [];
  for (let cluster = 0; cluster < tree.parent.length; cluster++) {
    if (isTaken[cluster]) labelOf[cluster] = clusters.push(cluster) - 1;
    else if (cluster > 0) labelOf[cluster] = labelOf[tree.parent[cluster]!]!;
  }

  const stayUntil = isTaken[0] ? (rootLambda ?? deathLambdas(tree)[0]!) : 0;
  const labels = Int32Array.from(tree.pointCluster, (cluster, point) =>
    tree.pointLambda[point]! >= stayUntil ? labelOf[cluster]! : -1,
  );
  return { labels, clusters: Int32Array.from(clusters) };
}

/** For each cluster: the largest λ at which it still was one cluster, before it split or its last point left. */
export function deathLambdas(tree: CondensedTree): Float64Array {
  const deaths = new Float64Array(tree.parent.length);
  for (let point = 0; point < tree.pointCluster.length; point++) {
    const cluster = tree.pointCluster[point]!;
    deaths[cluster] = Math.max(deaths[cluster]!, tree.pointLambda[point]!);
  }
  for (let child = 1; child < tree.parent.length; child++) {
    const cluster = tree.parent[child]!;
    deaths[cluster] = Math.max(deaths[cluster]!, tree.birthLambda[child]!);
  }
  return deaths;
}
