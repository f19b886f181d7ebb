import type { LabelModel } from '../algorithms/labels/label-model.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { TagLayer } from '../domain/tag.ts';

/** A label model with what the sample of the library said of it. */
export interface ScoredLabel {
  readonly model: LabelModel;
  /** Log-odds that so many of the sample have at most, ascending, as LIBRARY_SHARES (algorithms/labels) says. */
  readonly quantiles: readonly number[];
  /** Share of the library that is expected to reach the threshold, 0 to 1. */
  readonly expectedShare: number;
  /** Share of those that is expected to be right; null where none of the sample reaches it. */
  readonly expectedPrecision: number | null;
}

/** The label models of one vector space, and what they were made from. */
export interface LabelSet {
  /** The model whose vectors they take. */
  readonly space: string;
  /** A hash of vocabulary, decisions and everything else but the library. */
  readonly inputs: string;
  /** Vectors that the space had then. */
  readonly vectors: number;
  /** A hash of the models of each layer: what is proposed changes when it does, and only then. */
  readonly digests: Readonly<Record<TagLayer, string>>;
  readonly labels: readonly ScoredLabel[];
}

/** Which cluster each vector of a space is in. */
export interface VectorPlaces {
  /** Ids of vectors (see VectorStore), ascending. */
  readonly ids: Float64Array;
  /** Of each, the place of its cluster in `clusterIds`. */
  readonly clusters: Int32Array;
  readonly clusterIds: readonly string[];
}

export interface LabelStore {
  get(space: string): Promise<LabelSet | null>;
  /** In the place of all earlier ones of that space. */
  put(set: LabelSet): Promise<void>;
  /** Vectors of those photos of a space whose SHA-1 is smallest: a random sample, and the same each time. */
  sample(space: string, limit: number): Promise<Float32Array[]>;
  /** Photos that keep a tag (accepted, added) or do not (rejected): those with the smallest SHA-1. */
  decided(
    tag: { readonly layer: TagLayer; readonly name: string },
    keeps: boolean,
    limit: number,
  ): Promise<Sha1[]>;
  /** How many photos keep each tag of a layer and how many do not. */
  countDecided(layer: TagLayer): Promise<Map<string, { readonly kept: number; readonly rejected: number }>>;
  /** Vectors of photos that are in a cluster: all of a space. */
  places(space: string): Promise<VectorPlaces>;
  /** Ids of vectors whose photo is in no cluster, as it is no longer there or was not clustered yet; ascending. */
  unplaced(space: string): Promise<Float64Array>;
  /** The clusters of some vectors; those without one are left out. */
  clustersOf(ids: readonly number[]): Promise<Map<number, string>>;
}
