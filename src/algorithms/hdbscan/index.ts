import { type NeedsProducts, withPlainProducts } from '../row-products.ts';
import { condensedTree } from './condensed-tree.ts';
import { labelPoints } from './labels.ts';
import { membershipStrengths } from './membership-strengths.ts';
import type { SpanningTree } from './minimum-spanning-tree.ts';
import { outlierScores } from './outlier-scores.ts';
import { type ReachabilityGraph, reachabilityGraph } from './reachability-graph.ts';
import { selectClusters } from './select-clusters.ts';
import { singleLinkageTree } from './single-linkage-tree.ts';
import { stability } from './stability.ts';

export interface HdbscanOptions {
  /** A cluster has at least this many points; 2 or more. */
  readonly minClusterSize: number;
  /** The core distance is the one to this many-th other point; 1 or more. */
  readonly minSamples: number;
  /** Whether all points may be one cluster. Default false. */
  readonly allowSingleCluster?: boolean;
  /**
   * With `allowSingleCluster`: the cosine distance up to which points belong together anyway. All points are
   * one cluster where that explains them better, from this distance on, than any split does. Default: none,
   * as in the paper; then the one cluster nearly always wins.
   */
  readonly singleClusterDistance?: number;
  /** Cosine distances below it count as it: differences too small to mean anything. Default ROUNDING. */
  readonly resolution?: number;
  /** For tests: up to this many points all pairs are compared one by one. */
  readonly completeUpTo?: number;
}

export interface HdbscanResult {
  /** For each point: 0, 1, … for its cluster, -1 for noise. */
  readonly labels: Int32Array;
  /** For each point: how firmly it belongs to its cluster, 0 to 1; 0 for noise. */
  readonly membership: Float64Array;
  /** For each point: GLOSH score, 0 (in the middle) to 1 (outlier). */
  readonly outlierScores: Float64Array;
}

/**
 * Unit vectors in float32 are up to some 1e-7 off unit length, so that equal ones have a distance of ±1e-7.
 * As the smallest distance it also keeps density, 1 / distance, finite.
 */
export const ROUNDING = 1e-6;

/**
 * HDBSCAN* with cosine distance 1 − x·y: clusters of any density, and noise.
 *
 * R. J. G. B. Campello, D. Moulavi, J. Sander: Density-Based Clustering Based on Hierarchical Density
 * Estimates. PAKDD 2013. — R. J. G. B. Campello, D. Moulavi, A. Zimek, J. Sander: Hierarchical Density
 * Estimates for Data Clustering, Visualization, and Outlier Detection. ACM TKDD 10 (2015). — L. McInnes,
 * J. Healy: Accelerated Hierarchical Density Based Clustering. ICDMW 2017.
 *
 * @param vectors n×dimensions unit vectors, row-major
 * @throws RangeError for vectors that are not rows of `dimensions` finite numbers, or options out of range
 */
export function hdbscan(vectors: Float32Array, dimensions: number, options: HdbscanOptions): HdbscanResult {
  const { graph: _, ...result } = withPlainProducts(hdbscanSteps(vectors, dimensions, options));
  return result;
}

/** The same with products of the caller's, and with the graph that steps 1 to 3 leave behind. */
export function* hdbscanSteps(
  vectors: Float32Array,
  dimensions: number,
  options: HdbscanOptions,
): NeedsProducts<HdbscanResult & { readonly graph: ReachabilityGraph }> {
  const { minClusterSize, minSamples, resolution = ROUNDING } = options;
  if (!Number.isInteger(minClusterSize) || minClusterSize < 2) {
    throw new RangeError(`minClusterSize is a whole number of 2 or more, not ${minClusterSize}.`);
  }
  if (!Number.isInteger(minSamples) || minSamples < 1) {
    throw new RangeError(`minSamples is a whole number of 1 or more, not ${minSamples}.`);
  }
  const graph = yield* reachabilityGraph(vectors, dimensions, {
    minSamples,
    floor: Math.max(resolution, ROUNDING),
    ...(options.completeUpTo !== undefined && { completeUpTo: options.completeUpTo }),
  });
  return { ...clustersOfTree(graph.tree, options), graph };
}

/** Steps 4 to 10. */
function clustersOfTree(spanningTree: SpanningTree, options: HdbscanOptions): HdbscanResult {
  const { minClusterSize, allowSingleCluster = false, singleClusterDistance } = options;
  const rootLambda = singleClusterDistance === undefined ? null : 1 / singleClusterDistance;

  const tree = condensedTree(singleLinkageTree(spanningTree), minClusterSize);
  const isTaken = selectClusters(tree, stability(tree, rootLambda ?? 0), allowSingleCluster);
  const labelling = labelPoints(tree, isTaken, rootLambda);
  return {
    labels: labelling.labels,
    membership: membershipStrengths(tree, labelling),
    outlierScores: outlierScores(tree),
  };
}
