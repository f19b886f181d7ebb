import type { Sha1 } from '../domain/photo.ts';
import type { QuarantinedWord, WordVerdict } from '../domain/quarantine.ts';

/** A word of the quarantine over all present photos. */
export interface QuarantineEntry {
  readonly word: string;
  readonly photos: number;
  /** Some of them. */
  readonly examples: readonly Sha1[];
  /** Why it waits, on the first of them. */
  readonly reason: string;
}

/**
 * Words that somebody said of a photo and that nothing corroborates. They are no proposals: nothing writes, searches or
 * exports them. What the user says of a word holds for photos to come as well.
 */
export interface QuarantineStore {
  /** Replaces all words of the photo. */
  put(sha1: Sha1, words: readonly QuarantinedWord[]): Promise<void>;
  of(sha1s: readonly Sha1[]): Promise<Map<Sha1, QuarantinedWord[]>>;
  /** Most photos first, at most `limit`; with at most `examples` photos each. */
  list(page: { readonly limit: number; readonly examples: number }): Promise<QuarantineEntry[]>;
  countWords(): Promise<number>;
  /** Present photos. */
  photosWith(word: string): Promise<Sha1[]>;
  /** Null takes the earlier rule back. */
  putRule(word: string, verdict: WordVerdict | null): Promise<void>;
  rules(): Promise<Map<string, WordVerdict>>;
}
