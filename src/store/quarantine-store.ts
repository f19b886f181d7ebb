import type { Sha1 } from '../domain/photo.ts';
import type { QuarantinedWord, WordVerdict } from '../domain/quarantine.ts';

/**
 * Words that somebody said of a photo and that nothing corroborates. They are no proposals: nothing writes, searches or
 * exports them. What the user says of a word holds for photos to come as well.
 */
export interface QuarantineStore {
  /** Replaces all words of the photo. */
  putOf(words: ReadonlyMap<Sha1, readonly QuarantinedWord[]>): Promise<void>;
  put(sha1: Sha1, words: readonly QuarantinedWord[]): Promise<void>;
  of(sha1s: readonly Sha1[]): Promise<Map<Sha1, QuarantinedWord[]>>;
  /** Of photos that are there, most photos first. */
  words(): Promise<{ readonly word: string; readonly photos: number }[]>;
  /** Photos that are there with that word, in SHA-1 order, at most `limit`. */
  photosWith(word: string, limit?: number): Promise<{ readonly sha1: Sha1; readonly reason: string }[]>;
  /**
   * @param key the word as `foldKey` gives it, so that the rule holds for all its forms
   * @param verdict null takes the earlier rule back
   */
  putRule(key: string, verdict: WordVerdict | null): Promise<void>;
  /** By `foldKey`. */
  rules(): Promise<Map<string, WordVerdict>>;
}
