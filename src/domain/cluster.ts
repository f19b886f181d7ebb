import type { Sha1 } from './photo.ts';

export interface ClusterMember {
  readonly sha1: Sha1;
  /** Membership strength from HDBSCAN, 0 to 1; 1 in clusters made by single linkage. */
  readonly membership: number;
  /** Cosine distance to the medoid, 0 to 2. Null where the photo has no vector. */
  readonly distanceToMedoid: number | null;
  /** Held back in review where false: it is in the cluster by its neighbours, and far from what is usual there. */
  readonly fits: boolean;
  /** Near-identical frames have the same number, counted from 0 in each cluster; null for a frame like no other. */
  readonly burst: number | null;
  /** The suggested frame of its burst; true where it is in none. */
  readonly isBest: boolean;
}

export type ClusterMethod = 'hdbscan' | 'single-linkage' | 'single-photo';

/** Photos of one window that look alike. */
export interface Cluster {
  /** Stays when the cluster keeps more than half of its members; at first made from them. */
  readonly id: string;
  readonly windowId: string;
  readonly method: ClusterMethod;
  readonly medoid: Sha1;
  /** Wall-clock milliseconds of the first and the last member; null where no member has a time. */
  readonly startMillis: number | null;
  readonly endMillis: number | null;
  readonly members: readonly ClusterMember[];
}
