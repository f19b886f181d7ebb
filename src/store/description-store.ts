import type { Description } from '../domain/description.ts';
import type { Sha1 } from '../domain/photo.ts';

export interface StoredDescription {
  readonly sha1: Sha1;
  /** Who described it. */
  readonly captioner: string;
  readonly description: Description;
}

/** A medoid that is to be described, and what its description will depend on. */
export interface DueMedoid {
  readonly sha1: Sha1;
  readonly fingerprint: string;
}

/** What captioners said of photos: one description each, of the captioner that saw it last. */
export interface DescriptionStore {
  put(described: StoredDescription): Promise<void>;
  of(sha1s: readonly Sha1[]): Promise<Map<Sha1, Description>>;
  /** In SHA-1 order: what comes after that one, at most `limit`. */
  page(page: { readonly after: Sha1 | null; readonly limit: number }): Promise<StoredDescription[]>;
  /**
   * Medoids with a proxy that have no outcome of the captions stage, or one of another captioner or proxy, in SHA-1
   * order.
   *
   * @param among only those of these
   */
  dueMedoids(captioner: string, among?: readonly Sha1[]): Promise<DueMedoid[]>;
}
