import type { ClusterMethod } from '../domain/cluster.ts';
import { rowCount, rowsOf } from './cosine-distances.ts';
import { evenClusters } from './even-clusters.ts';
import { hdbscanSteps, ROUNDING } from './hdbscan/index.ts';
import type { ReachabilityGraph } from './hdbscan/reachability-graph.ts';
import { medoidOf } from './medoid.ts';
import { type NeedsProducts, withPlainProducts } from './row-products.ts';
import { similarParts } from './similar-parts.ts';
import { singleLinkage } from './single-linkage.ts';

export interface ClusterWindowOptions {
  /** `threshold`: single linkage alone. */
  readonly method: 'hdbscan' | 'threshold';
  /** The smallest cluster that HDBSCAN looks for; 2 or more. */
  readonly minClusterSize: number;
  /** 1 or more; larger takes more of the loose photos for noise. */
  readonly minSamples: number;
  /** Cosine distance, 0 to 2, up to which two photos look alike. */
  readonly cosineThreshold: number;
  /** For tests: up to this many photos all pairs are compared one by one. */
  readonly completeUpTo?: number;
  /** Larger windows are divided first. Default: EXACT_UP_TO. */
  readonly exactUpTo?: number;
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

/**
 * The work in a window grows with the square of its photos: 50,000 × 512 take some 20 seconds of processor time and 540 MB.
 * Larger windows are divided into parts of like photos first, which costs some clusters on the borders.
 */
const EXACT_UP_TO = 50_000;

const NOISE = -1;

/**
 * Puts every photo of a window into exactly one cluster.
 *
 * 1. HDBSCAN, where the whole window may be one cluster.
 * 2. Its clusters are made even, and strangers that a chain of loose steps joined are noise.
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
  return withPlainProducts(clusterWindowSteps(vectors, dimensions, options));
}

/** The same with products of the caller's. */
export function* clusterWindowSteps(
  vectors: Float32Array,
  dimensions: number,
  options: ClusterWindowOptions,
): NeedsProducts<{ groups: WindowGroup[] }> {
  const { method, minClusterSize, cosineThreshold, exactUpTo = EXACT_UP_TO } = options;
  const count = rowCount(vectors, dimensions);
  if (count > exactUpTo) return { groups: yield* clusterInParts(vectors, dimensions, options, exactUpTo) };
  const useHdbscan = method === 'hdbscan' && count >= minClusterSize;

  const first = useHdbscan ? yield* denseClusters(vectors, dimensions, options) : allNoise(count);
  const labels = first.labels.slice();
  yield* linkNoise(vectors, dimensions, first, labels, cosineThreshold);
  joinNeighbours(first, labels, cosineThreshold);

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

/** Like photos together, each part as a window of its own; a cluster on the border of two parts is cut. */
function* clusterInParts(
  vectors: Float32Array,
  dimensions: number,
  options: ClusterWindowOptions,
  largest: number,
): NeedsProducts<WindowGroup[]> {
  const all = Int32Array.from({ length: rowCount(vectors, dimensions) }, (_, i) => i);
  const groups: WindowGroup[] = [];
  for (const part of yield* similarParts(vectors, dimensions, all, largest)) {
    const rows = rowsOf(vectors, dimensions, part);
    const found = yield* clusterWindowSteps(rows, dimensions, options);
    for (const group of found.groups) {
      groups.push({
        ...group,
        members: group.members.map((member) => part[member]!),
        medoid: part[group.medoid]!,
      });
    }
  }
  return groups.sort((a, b) => a.members[0]! - b.members[0]!);
}

interface FirstPass {
  readonly labels: Int32Array;
  readonly membership: Float64Array;
  /** Has each point's nearest. Null where nothing was compared yet. */
  readonly graph: ReachabilityGraph | null;
}

const allNoise = (count: number): FirstPass => ({
  labels: new Int32Array(count).fill(NOISE),
  membership: new Float64Array(count),
  graph: null,
});

/** Steps 1 and 2. Membership is 0 for noise, whoever found it to be so. */
function* denseClusters(
  vectors: Float32Array,
  dimensions: number,
  options: ClusterWindowOptions,
): NeedsProducts<FirstPass> {
  const { minClusterSize, minSamples, cosineThreshold, completeUpTo } = options;
  const found = yield* hdbscanSteps(vectors, dimensions, {
    minClusterSize,
    minSamples,
    allowSingleCluster: true,
    singleClusterDistance: cosineThreshold * LOOSEST_WINDOW,
    resolution: cosineThreshold * SMALLEST_DIFFERENCE,
    ...(completeUpTo !== undefined && { completeUpTo }),
  });
  const labels = yield* evenClusters(vectors, dimensions, found.graph, found.labels, {
    minClusterSize,
    tightest: cosineThreshold,
    loosest: cosineThreshold * LOOSEST_CLUSTER,
  });
  dissolveStrangers(vectors, dimensions, found.graph, labels, cosineThreshold);
  return {
    labels,
    membership: found.membership.map((m, i) => (labels[i] === NOISE ? 0 : m)),
    graph: found.graph,
  };
}

/**
 * Among hundreds of strangers each has somebody who is a little like it, and such steps chain them all into one
 * cluster whose ends have nothing in common. A shoot may chain as well, but by small steps (a dance), or be loose
 * but all of a kind: so a cluster that is neither is none, and goes to the second pass.
 */
function dissolveStrangers(
  vectors: Float32Array,
  dimensions: number,
  graph: ReachabilityGraph,
  labels: Int32Array,
  threshold: number,
): void {
  const nearest = nearestDistances(graph);
  for (const members of groupMembers(labels)) {
    if (labels[members[0]!] === NOISE) continue;
    if (median(members.map((member) => nearest[member]!)) <= threshold) continue;
    const { distances } = medoidOf(vectors, dimensions, members);
    if (median(Array.from(distances)) <= threshold * LOOSEST_CLUSTER) continue;
    for (const member of members) labels[member] = NOISE;
  }
}

/** The lower of the two in the middle where their number is even. */
const median = (values: number[]): number => values.sort((a, b) => a - b)[(values.length - 1) >> 1]!;

/** Step 3. Gives all noise in `labels` new labels after those there are. */
function* linkNoise(
  vectors: Float32Array,
  dimensions: number,
  { graph }: FirstPass,
  labels: Int32Array,
  threshold: number,
): NeedsProducts<void> {
  let next = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const noise = Int32Array.from(labels.keys()).filter((i) => labels[i] === NOISE);
  // Most noise is far from everything, and need not be compared again.
  const nearest = graph && nearestDistances(graph);
  const reach = Math.max(threshold, ROUNDING);
  const linked = yield* singleLinkage(
    vectors,
    dimensions,
    threshold,
    nearest ? noise.filter((i) => nearest[i]! <= reach) : noise,
  );
  let k = 0;
  for (const i of noise) if (!nearest || nearest[i]! <= reach) labels[i] = next + linked[k++]!;
  next += k;
  for (const i of noise) if (labels[i] === NOISE) labels[i] = next++;
}

function nearestDistances({ count, from, to, distance }: ReachabilityGraph): Float64Array {
  const nearest = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let e = 0; e < distance.length; e++) {
    nearest[from[e]!] = Math.min(nearest[from[e]!]!, distance[e]!);
    nearest[to[e]!] = Math.min(nearest[to[e]!]!, distance[e]!);
  }
  return nearest;
}

/**
 * Step 4. Only a photo of the dense clusters can be so near: among each other the others were linked. Photos
 * that have just joined take nobody in, so that no chain grows. Of equally near ones the first is taken.
 */
function joinNeighbours(
  { labels: denseLabels, graph }: FirstPass,
  labels: Int32Array,
  threshold: number,
): void {
  if (graph === null) return;
  const size = new Map<number, number>();
  for (const label of labels) size.set(label, (size.get(label) ?? 0) + 1);
  const isAlone = (i: number): boolean => denseLabels[i] === NOISE && size.get(labels[i]!) === 1;

  /** For each photo that is alone its nearest dense one. */
  const nearest = new Map<number, { other: number; distance: number }>();
  const offer = (i: number, other: number, distance: number): void => {
    if (distance > threshold || denseLabels[other] === NOISE || !isAlone(i)) return;
    const before = nearest.get(i);
    if (
      before === undefined ||
      distance < before.distance ||
      (distance === before.distance && other < before.other)
    ) {
      nearest.set(i, { other, distance });
    }
  };
  graph.distance.forEach((distance, e) => {
    offer(graph.from[e]!, graph.to[e]!, distance);
    offer(graph.to[e]!, graph.from[e]!, distance);
  });
  for (const [i, { other }] of nearest) labels[i] = denseLabels[other]!;
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
