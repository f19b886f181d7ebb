import type { ClusterFacts } from '../domain/library.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { TagCandidate, TagLayer } from '../domain/tag.ts';

/** Tags that a tagger suggests for each member of a cluster. A photo that is left out gets none. */
export type CandidatesByPhoto = ReadonlyMap<Sha1, readonly TagCandidate[]>;

/**
 * Proposes tags. Prefixes, caps, suppression and privacy belong to the stage, once for all taggers.
 */
export interface Tagger {
  /** Short and stable: it is stored as the source of each proposal. */
  readonly id: string;
  readonly layer: TagLayer;
  /** A cloud tagger never sees people sets. */
  readonly place: 'local' | 'cloud';
  /** The model that scores come from, or `rule`. */
  readonly model: string;
  /** Changes when the same facts would give other tags. */
  readonly version: string;
  /** Brings up to date what it proposes by, before anything is due; `model` and `version` may change with it. */
  prepare?(): Promise<void>;
  propose(cluster: ClusterFacts): Promise<CandidatesByPhoto>;
}
