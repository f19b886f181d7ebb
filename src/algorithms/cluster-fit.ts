/** When a member is held back. docs/clustering.md shows the measurements. */
export const CLUSTER_FIT = {
  /** Of the members' median distance to the medoid. The same factor parts uneven clusters. */
  usualDistances: 2,
  /**
   * Share of the clustering's cosine threshold: nearer than this to the medoid always fits, or one frame of a
   * tripod's series would be held back for a passing cloud.
   */
  thresholdShare: 1 / 2,
} as const;

/**
 * Which members fit their cluster. A member that is more than twice as far from the medoid as members usually are,
 * and more than half the threshold away, does not: it is in the cluster by a chain of neighbours, and what is decided
 * for the medoid may not hold for it.
 *
 * @param distanceToMedoid of every member, the medoid's own 0 among them; null where there is no vector
 * @param cosineThreshold of the clustering
 */
export function membersThatFit(
  distanceToMedoid: readonly (number | null)[],
  cosineThreshold: number,
): boolean[] {
  const known = distanceToMedoid.filter((distance) => distance !== null).sort((a, b) => a - b);
  // Without the first, which is the medoid.
  const others = known.slice(1);
  const usual =
    others.length === 0 ? 0 : (others[(others.length - 1) >> 1]! + others[others.length >> 1]!) / 2;
  const limit = Math.max(usual * CLUSTER_FIT.usualDistances, cosineThreshold * CLUSTER_FIT.thresholdShare);
  return distanceToMedoid.map((distance) => distance === null || distance <= limit);
}
