import type { CosineDistances } from './cosine-distances.ts';
import { singleLinkageOfDistances } from './single-linkage.ts';

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
 * @param labels n labels 0, 1, … of clusters, -1 for noise
 * @returns n labels 0, 1, …, numbered by first member; -1 for noise
 */
export function evenClusters(
  distances: CosineDistances,
  labels: Int32Array,
  options: EvenClusterOptions,
): Int32Array {
  const parts = new Int32Array(labels.length).fill(-1);
  let partCount = 0;
  for (const members of membersOf(labels)) {
    const usual = median(nearestDistances(distances, members));
    const longestStep = Math.min(Math.max(LARGEST_STRETCH * usual, options.tightest), options.loosest);
    const partOf = singleLinkageOfDistances(distances, members, longestStep);
    members.forEach((member, m) => {
      parts[member] = partCount + partOf[m]!;
    });
    partCount += partOf.reduce((most, part) => Math.max(most, part + 1), 0);
  }
  return withoutSmall(parts, options.minClusterSize);
}

/** The members of each label but -1, ascending. */
function membersOf(labels: Int32Array): Int32Array[] {
  const members = new Map<number, number[]>();
  labels.forEach((label, point) => {
    if (label === -1) return;
    const list = members.get(label);
    if (list === undefined) members.set(label, [point]);
    else list.push(point);
  });
  return [...members.values()].map((list) => Int32Array.from(list));
}

function nearestDistances(distances: CosineDistances, members: Int32Array): Float64Array {
  const row = new Float64Array(members.length);
  return Float64Array.from(members, (member, m) => {
    distances.fill(member, members, members.length, row);
    row[m] = Number.POSITIVE_INFINITY;
    return row.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
  });
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
