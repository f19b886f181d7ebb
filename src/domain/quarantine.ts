/** A word that somebody said of a photo and that nothing corroborates. */
export interface QuarantinedWord {
  readonly word: string;
  /** In words a person can read: why it is not proposed. */
  readonly reason: string;
  /** The tagger that came with it. */
  readonly source: string;
}

/** What the user said of a word: `released` proposes it wherever it is said, `banned` never shows it again. */
export type WordVerdict = 'released' | 'banned';
