/** `mark`: punctuation, which no phrase reaches across; `other`: articles, pronouns, prepositions and the like. */
export type WordKind = 'noun' | 'name' | 'adjective' | 'verb' | 'mark' | 'other';

export interface ParsedWord {
  /** As it stands in the text. */
  readonly text: string;
  readonly kind: WordKind;
}
