/** Within which distance two clusters are as alike as the photos of one. */
export const LIKENESS_CUT = {
  /** Of the members that fit their clusters, so many are as near to the medoid. */
  share: 0.95,
  /** With fewer the share above says little: then the clustering's own limit is taken. */
  members: 30,
} as const;

export interface LikenessCut {
  /** Cosine distance, 0 to 2. */
  readonly distance: number;
  /** `clusters`: from the clusters of this library; `setting`: they are too few, it is what always fits a cluster. */
  readonly basis: 'clusters' | 'setting';
}

/**
 * @param distances to their medoid, of members that fit, medoids and copies left out; in any order
 * @param otherwise where they are too few: the distance up to which a member always fits
 */
export function likenessCut(distances: readonly number[], otherwise: number): LikenessCut {
  if (distances.length < LIKENESS_CUT.members) return { distance: otherwise, basis: 'setting' };
  const sorted = distances.toSorted((a, b) => a - b);
  return { distance: sorted[Math.ceil(LIKENESS_CUT.share * sorted.length) - 1]!, basis: 'clusters' };
}
