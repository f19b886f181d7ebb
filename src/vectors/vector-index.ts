import type { Sha1 } from '../domain/photo.ts';

export interface Neighbour {
  readonly sha1: Sha1;
  /** query · vector: the cosine where the query has unit length. */
  readonly score: number;
}

export interface NearestRequest {
  /** Several share one pass over memory. Any length. */
  readonly queries: readonly Float32Array[];
  readonly count: number;
  /** Ids of the vectors that may be found (see VectorStore); all where it is left out. */
  readonly among?: Iterable<number> | undefined;
  /** Which of these photos may be found: asked of those alone that would be. All where it is left out. */
  readonly accept?: ((sha1s: readonly Sha1[]) => Promise<ReadonlySet<Sha1>>) | undefined;
}

/** The product of every vector with some queries, each known within a bound. */
export interface AllScores {
  /** Ids of the vectors (see VectorStore), ascending. */
  readonly ids: Float64Array;
  /** Of each query, `query · vector` for each of the ids, about. */
  readonly products: readonly Float32Array[];
  /** The true product is no farther than this from `products[query][row]`; mostly it is many times nearer. */
  bound(query: number, row: number): number;
}

/** How far a refresh is: first vectors of the time before half floats, then those that the index does not know yet. */
export type RefreshProgress = (done: number, total: number) => void;

/** The vectors of one model, held ready for looking for the nearest. What it answers is exact. */
export interface VectorIndex {
  /** Brings it up to date with the store. How many vectors there are. */
  refresh(onProgress?: RefreshProgress): Promise<number>;
  /** Of each query the vectors with the largest products, largest first; equal ones by SHA-1. */
  nearest(request: NearestRequest): Promise<Neighbour[][]>;
  /** Every vector with every query, in one pass over memory. @param queries any length */
  scoreAll(queries: readonly Float32Array[]): Promise<AllScores>;
  /** Why it could not be kept for the next start, where it could not; searching works all the same. */
  readonly unsavedBecause: string | null;
}
