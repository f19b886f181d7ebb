import type { ClusterMethod } from '../domain/cluster.ts';
import { type CosineDistances, cosineDistances } from './cosine-distances.ts';
import { evenClusters } from './even-clusters.ts';
import { hdbscanOfDistances } from './hdbscan/index.ts';
import { medoidOf } from './medoid.ts';
import { singleLinkageOfDistances } from './single-linkage.ts';

export interface ClusterWindowOptions {
  /** `threshold`: single linkage alone. */
  readonly method: 'hdbscan' | 'threshold';
  /** The smallest cluster that HDBSCAN looks for; 2 or more. */
  readonly minClusterSize: number;
  /** 1 or more; larger takes more of the loose photos for noise. */
  readonly minSamples: number;
  /** Cosine distance, 0 to 2, up to which two photos look alike. */
  readonly cosineThreshold: number;
}

/** One cluster of a window. Photos are row indices into the window's vectors. */
export interface WindowGroup {
  /** Ascending. */
  readonly members: number[];
  /**
   * Of each member, 0 to 1: HDBSCAN's strength; 0 for a photo that HDBSCAN left and its neighbour took in; 1
   * in clusters of single linkage and single photos.
   */
  readonly membership: number[];
  readonly medoid: number;
  /** Cosine distance of each member to the medoid. */
  readonly distanceToMedoid: number[];
  readonly method: ClusterMethod;
}

/**
 * Up to this many thresholds a whole window may be one loose cluster. There is nothing beside it that it
 * stands out from, so only distance tells a loose shoot from strangers. Measured with CLIP ViT-B/32 vectors:
 * shoots whose photos are 0.20 apart stay whole at 1.5; at 2, a dozen of forty unrelated photos were one
 * cluster.
 */
const LOOSEST_WINDOW = 1.5;

/**
 * Up to this many thresholds a cluster that stands out from the rest of its window may be loose, if evenly so:
 * a dance, a street. Beyond it photos are strangers: of 125 unrelated photos the median pair is 0.43 apart,
 * and 7 % of the pairs are closer than 0.28 (CLIP ViT-B/32).
 */
const LOOSEST_CLUSTER = 2;

/**
 * Differences below a quarter of the threshold are none to HDBSCAN. Density is 1 / distance: without a floor,
 * ten frames from a tripod are so dense that they outweigh the hundred others of their shoot, which all
 * become noise. Consequence: two scenes less than some 0.4 of the threshold apart are one.
 */
const SMALLEST_DIFFERENCE = 1 / 4;

const NOISE = -1;

/**
 * Puts every photo of a window into exactly one cluster.
 *
 * 1. HDBSCAN, where the whole window may be one cluster.
 * 2. Its clusters are made even.
 * 3. Second pass: what is noise by then goes through single linkage cut at the threshold.
 * 4. A photo that is alone after that joins its nearest neighbour's cluster, if that is within the threshold.
 * 5. Each cluster has a medoid.
 *
 * So a single photo is farther than the threshold from every other photo of its window. docs/clustering.md
 * says why each step is there.
 *
 * @param vectors n×dimensions unit vectors, row-major; n may be 0
 * @returns groups by lowest member
 */
export function clusterWindow(
  vectors: Float32Array,
  dimensions: number,
  options: ClusterWindowOptions,
): { groups: WindowGroup[] } {
  const { method, minClusterSize, cosineThreshold } = options;
  const distances = cosineDistances(vectors, dimensions);
  const useHdbscan = method === 'hdbscan' && distances.count >= minClusterSize;

  const first = useHdbscan ? denseClusters(distances, options) : allNoise(distances.count);
  const labels = first.labels.slice();
  linkNoise(distances, labels, cosineThreshold);
  joinNeighbours(distances, labels, first.labels, cosineThreshold);

  const groups = groupMembers(labels).map((members): WindowGroup => {
    const isDense = members.some((member) => first.labels[member] !== NOISE);
    const { medoid, distances: toMedoid } = medoidOf(vectors, dimensions, members);
    return {
      members,
      membership: members.map((member) => (isDense ? first.membership[member]! : 1)),
      medoid,
      distanceToMedoid: Array.from(toMedoid),
      method: isDense ? 'hdbscan' : members.length > 1 ? 'single-linkage' : 'single-photo',
    };
  });
  return { groups };
}

interface FirstPass {
  readonly labels: Int32Array;
  readonly membership: Float64Array;
}

const allNoise = (count: number): FirstPass => ({
  labels: new Int32Array(count).fill(NOISE),
  membership: new Float64Array(count),
});

/** Steps 1 and 2. Membership is 0 for noise, whoever found it to be so. */
function denseClusters(distances: CosineDistances, options: ClusterWindowOptions): FirstPass {
  const { minClusterSize, minSamples, cosineThreshold } = options;
  const found = hdbscanOfDistances(distances, {
    minClusterSize,
    minSamples,
    allowSingleCluster: true,
    singleClusterDistance: cosineThreshold * LOOSEST_WINDOW,
    resolution: cosineThreshold * SMALLEST_DIFFERENCE,
  });
  const labels = evenClusters(distances, found.labels, {
    minClusterSize,
    tightest: cosineThreshold,
    loosest: cosineThreshold * LOOSEST_CLUSTER,
  });
  return { labels, membership: found.membership.map((m, i) => (labels[i] === NOISE ? 0 : m)) };
}

/** Step 3. Gives all noise in `labels` new labels after those there are. */
function linkNoise(distances: CosineDistances, labels: Int32Array, threshold: number): void {
  const next = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const noise = Int32Array.from(labels.keys()).filter((i) => labels[i] === NOISE);
  singleLinkageOfDistances(distances, noise, threshold).forEach((label, k) => {
    labels[noise[k]!] = next + label;
  });
}

/**
 * Step 4. Only a photo of the dense clusters can be so near: among each other the others were linked. Photos
 * that have just joined take nobody in, so that no chain grows. Of equally near ones the first is taken.
 */
function joinNeighbours(
  distances: CosineDistances,
  labels: Int32Array,
  denseLabels: Int32Array,
  threshold: number,
): void {
  const dense = Int32Array.from(labels.keys()).filter((i) => denseLabels[i] !== NOISE);
  const row = new Float64Array(dense.length);
  for (const members of groupMembers(labels)) {
    const alone = members[0]!;
    if (members.length > 1 || denseLabels[alone] !== NOISE) continue;
    distances.fill(alone, dense, dense.length, row);
    let nearest = -1;
    let nearestDistance = threshold;
    for (let k = 0; k < dense.length; k++) {
      if (row[k]! < nearestDistance || (nearest === -1 && row[k] === threshold)) {
        nearest = dense[k]!;
        nearestDistance = row[k]!;
      }
    }
    if (nearest !== -1) labels[alone] = denseLabels[nearest]!;
  }
}

/** Members of each label, by first member. */
function groupMembers(labels: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  labels.forEach((label, i) => {
    const members = groups.get(label);
    if (members === undefined) groups.set(label, [i]);
    else members.push(i);
  });
  return [...groups.values()];
}
