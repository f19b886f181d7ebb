/** What the looks of a picture say of a word. */
export interface WordScore {
  /** 0 to 1: how likely the word is right. */
  readonly probability: number;
  /** What the probability has to reach. */
  readonly threshold: number;
}

/** Scores freeform words against pictures, by the same scale as all other labels. */
export interface WordScorer {
  /** The model whose vectors are scored. */
  readonly model: string;
  /** Changes when the same word and picture may get another score. */
  readonly version: string;
  /** Makes ready for these words; what is asked of others is null. */
  learn(words: readonly string[]): Promise<void>;
  /** @returns null where the word cannot be scored */
  score(word: string, vector: Float32Array): WordScore | null;
  /** Whether the two words are on the same pictures of this library, as far as looks go; false where nobody knows. */
  areAlike(one: string, other: string): boolean;
}
