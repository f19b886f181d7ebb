import type { PeopleVerdict } from '../domain/detection.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { TagLayer } from '../domain/tag.ts';
import type { PhotoFilter } from './store.ts';

/** What is undefined is not asked. */
export interface ClusterFilter {
  /** Some member is all of this. */
  readonly photos?: Omit<PhotoFilter, 'reviewed'> | undefined;
  readonly windowId?: string | undefined;
  /** Some member has it: proposed and not rejected, or decided. */
  readonly tag?: { readonly layer: TagLayer; readonly name: string } | undefined;
  /** Whether some member has a decision on a tag. */
  readonly reviewed?: boolean | undefined;
  readonly leastMembers?: number | undefined;
}

/**
 * `time`: earliest first, those without a time last. `size`: most members first.
 * `unsure`: those first in which some proposal was nearest to its threshold; those where nobody knows how sure, last.
 */
export type ClusterOrder = 'time' | 'size' | 'unsure';

/** A cluster in a few words, for looking at all of them at once. */
export interface ClusterInShort {
  readonly id: string;
  readonly medoid: Sha1;
  readonly members: number;
  readonly people: PeopleVerdict;
  /** Some member has a decision on a tag. */
  readonly reviewed: boolean;
}

/** A tag that the medoid of a cluster has: proposed and not rejected. */
export interface MedoidTag {
  readonly clusterId: string;
  readonly layer: TagLayer;
  readonly name: string;
  readonly probability: number | null;
}

/** Which clusters are to be reviewed, in which order; and all of them in short. */
export interface ReviewStore {
  clusterIds(filter: ClusterFilter, order: ClusterOrder): Promise<string[]>;
  /** Those of these photos that are the medoid of a cluster, with its id. */
  clustersOfMedoids(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>>;
  /**
   * Cosine distances to their medoid, of members that fit; without medoids and copies, which have none. Of so many
   * members with the smallest SHA-1: a random sample, and the same each time.
   */
  sampleDistances(members: number): Promise<number[]>;
  /** In order of id. */
  inShort(): Promise<ClusterInShort[]>;
  medoidTags(): Promise<MedoidTag[]>;
}
