import { type ReachabilityGraph, reachabilityGraph } from './hdbscan/reachability-graph.ts';
import type { NeedsProducts } from './row-products.ts';
import { linkedWithin } from './single-linkage.ts';

/**
 * How many times its usual step a cluster may stretch. In a cluster of one density the longest step between
 * neighbours is seldom over twice the middle one; from a tight scene to a stranger it is 4 to 20 times. Too
 * low frays loose clusters at the edge, too high leaves strangers in.
 */
const LARGEST_STRETCH = 2;

export interface EvenClusterOptions {
  /** Smaller parts are noise. */
  readonly minClusterSize: number;
  /** Cosine distance up to which a step never parts a cluster. */
  readonly tightest: number;
  /** Cosine distance over which a step always does. */
  readonly loosest: number;
}

/**
 * Makes clusters even: of one density throughout.
 *
 * HDBSCAN knows no scene of fewer than `minClusterSize` points. Two of them with nothing else around are one
 * cluster to it, and a stranger belongs to the nearest cluster, however far, where it left its last common
 * cluster late. Both show as a step much longer than the others: here a cluster falls apart where linking its
 * members (single linkage) takes a step that is longer than `tightest`, and longer than `loosest` or than
 * LARGEST_STRETCH times the median distance from a member to its nearest.
 *
 * @param graph of all points, its floor at most tightest / LARGEST_STRETCH: shorter steps need not be told apart
 * @param labels n labels 0, 1, … of clusters, -1 for noise
 * @returns n labels 0, 1, …, numbered by first member; -1 for noise
 */
export function* evenClusters(
  vectors: Float32Array,
  dimensions: number,
  graph: ReachabilityGraph,
  labels: Int32Array,
  options: EvenClusterOptions,
): NeedsProducts<Int32Array> {
  const parts = partsOf(graph, labels, options);
  let next = parts.reduce((most, part) => Math.max(most, part + 1), 0);
  for (const members of clustersNotJoined(graph, labels)) {
    const own = yield* reachabilityGraph(
      vectors,
      dimensions,
      { minSamples: 0, floor: options.tightest / LARGEST_STRETCH, ceiling: options.loosest },
      members,
    );
    const ownParts = partsOf(own, new Int32Array(members.length), options);
    members.forEach((member, m) => {
      parts[member] = next + ownParts[m]!;
    });
    next += members.length;
  }
  return withoutSmall(parts, options.minClusterSize);
}

/** The parts that each cluster falls into, -1 for noise. */
function partsOf(graph: ReachabilityGraph, labels: Int32Array, options: EvenClusterOptions): Int32Array {
  const { tightest, loosest } = options;
  const nearest = new Float64Array(graph.count).fill(Number.POSITIVE_INFINITY);
  graph.distance.forEach((distance, e) => {
    const i = graph.from[e]!;
    const j = graph.to[e]!;
    if (labels[i] === -1 || labels[i] !== labels[j]) return;
    if (distance < nearest[i]!) nearest[i] = distance;
    if (distance < nearest[j]!) nearest[j] = distance;
  });
  const longestStep = new Map<number, number>();
  for (const [label, members] of membersOf(labels)) {
    const usual = median(Float64Array.from(members, (member) => nearest[member]!));
    longestStep.set(label, Math.min(Math.max(LARGEST_STRETCH * usual, tightest), loosest));
  }
  const parts = linkedWithin(graph, (i, j) =>
    labels[i] !== -1 && labels[i] === labels[j] ? longestStep.get(labels[i]!)! : -1,
  );
  return parts.map((part, point) => (labels[point] === -1 ? -1 : part));
}

/**
 * Clusters that the spanning tree does not join without leaving them: for these the graph may lack a pair that
 * matters. Only the whole window as one cluster can be one, where it was about to fall apart.
 */
function clustersNotJoined({ tree }: ReachabilityGraph, labels: Int32Array): Int32Array[] {
  const inside = new Map<number, number>();
  tree.from.forEach((from, edge) => {
    const label = labels[from]!;
    if (label === labels[tree.to[edge]!]) inside.set(label, (inside.get(label) ?? 0) + 1);
  });
  return [...membersOf(labels)]
    .filter(([label, members]) => (inside.get(label) ?? 0) < members.length - 1)
    .map(([, members]) => Int32Array.from(members));
}

/** The members of each label but -1, ascending. */
function membersOf(labels: Int32Array): Map<number, number[]> {
  const members = new Map<number, number[]>();
  labels.forEach((label, point) => {
    if (label === -1) return;
    const list = members.get(label);
    if (list === undefined) members.set(label, [point]);
    else list.push(point);
  });
  return members;
}

/** The lower of the two in the middle where their number is even. */
function median(values: Float64Array): number {
  return values.toSorted()[(values.length - 1) >> 1]!;
}

function withoutSmall(labels: Int32Array, smallest: number): Int32Array {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const renumbered = new Map<number, number>();
  return labels.map((label) => {
    if (label === -1 || sizes.get(label)! < smallest) return -1;
    if (!renumbered.has(label)) renumbered.set(label, renumbered.size);
    return renumbered.get(label)!;
  });
}
