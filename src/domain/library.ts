import type { CaptureTime } from './capture-time.ts';
import type { Cluster } from './cluster.ts';
import type { Description } from './description.ts';
import type { DetectedObject, Detections, PeopleFinding, PeopleVerdict } from './detection.ts';
import type { ExistingKeywords, GpsPosition, PhotoMetadata } from './metadata.ts';
import type { PhotoFile, Sha1 } from './photo.ts';
import type { Proxy } from './proxy.ts';
import type { Proposal } from './tag.ts';
import type { VisionResult } from './vision.ts';

/** A sidecar that was found beside an original. */
export interface SidecarFile {
  readonly path: string;
  /** The original that it belongs to. */
  readonly original: string;
  readonly sizeBytes: number;
  readonly mtimeMicros: number;
}

/** A photo with all its present files, in path order; the first is the one that is read. */
export interface PhotoWithFiles {
  readonly sha1: Sha1;
  readonly files: readonly PhotoFile[];
}

/** All that is known of one photo when tags are proposed. Null: that stage has no result for it. */
export interface PhotoFacts {
  readonly sha1: Sha1;
  readonly files: readonly PhotoFile[];
  readonly metadata: PhotoMetadata | null;
  readonly captureTime: CaptureTime | null;
  readonly proxy: Proxy | null;
  /** Of unit length, of the model whose vectors were asked for; null also where none were. */
  readonly vector: Float32Array | null;
  readonly detections: Detections | null;
  readonly people: PeopleFinding | null;
  /** Of medoids alone, where a captioner was pulled. */
  readonly description?: Description | null;
  /** Null or left out where nobody looked. */
  readonly surroundings?: Surroundings | null;
}

/** A position that a receiver found, and when by the camera's clock as the dates stage resolved it. */
export interface PositionFix {
  readonly position: GpsPosition;
  readonly wallMillis: number;
}

/** Where other photos of about the same time were taken. */
export interface Surroundings {
  /** The nearest positions before and after, of the same camera in the same window. */
  readonly before: PositionFix | null;
  readonly after: PositionFix | null;
  /** Of other photos of the same day, of whatever camera; those of one place may be left out but for one. */
  readonly sameDay: readonly GpsPosition[];
}

/** A cluster with the facts of its members, as taggers see it. */
export interface ClusterFacts {
  readonly cluster: Cluster;
  /** `people`: a people set. Everything but `no-people` stays on the machine. */
  readonly people: PeopleVerdict;
  readonly members: readonly PhotoFacts[];
  /** What the vision service said of the medoid; null or left out where it was not asked. */
  readonly vision?: VisionResult | null;
}

export interface SidecarKeywords {
  readonly path: string;
  readonly keywords: ExistingKeywords;
}

export interface StoredEmbedding {
  readonly sha1: Sha1;
  readonly model: string;
  readonly vector: Float32Array;
}

export interface SeenObjects {
  readonly sha1: Sha1;
  readonly model: string;
  readonly objects: readonly DetectedObject[];
}

export interface PhotoProposals {
  readonly sha1: Sha1;
  readonly proposals: readonly Proposal[];
}
