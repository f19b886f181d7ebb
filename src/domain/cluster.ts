import type { Sha1 } from './photo.ts';

export interface ClusterMember {
  readonly sha1: Sha1;
  /** Membership strength from HDBSCAN, 0 to 1; 1 in clusters made by single linkage. */
  readonly membership: number;
  /** Cosine distance to the medoid, 0 to 2. Null where the photo has no vector. */
  readonly distanceToMedoid: number | null;
}

export type ClusterMethod = 'hdbscan' | 'single-linkage' | 'single-photo';

/** Photos of one window that look alike. */
export interface Cluster {
  /** Made from its members alone, so that the same members always give the same id. */
  readonly id: string;
  readonly windowId: string;
  readonly method: ClusterMethod;
  readonly medoid: Sha1;
  /** Wall-clock milliseconds of the first and the last member; null where no member has a time. */
  readonly startMillis: number | null;
  readonly endMillis: number | null;
  readonly members: readonly ClusterMember[];
}
