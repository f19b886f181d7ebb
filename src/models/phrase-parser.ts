import type { ParsedWord } from '../algorithms/mine-words/parsed-word.ts';

/** Says of each word of an English text what kind of word it is. */
export interface PhraseParser {
  /** Name and version: a change may give other words. */
  readonly id: string;
  /** All words and marks of each text, in order. What it needs is loaded with the first text. */
  parse(texts: readonly string[]): Promise<(readonly ParsedWord[])[]>;
}
