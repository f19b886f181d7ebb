import { foldWord } from '../words/fold-words.ts';

/** Captions are made of the same few thousand words; this many take some megabytes. */
const MOST_WORDS = 50_000;

const folded = new Map<string, string>();

/** `foldWord`, remembered. */
export function foldedWord(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  if (folded.size >= MOST_WORDS) folded.clear();
  const word = foldWord(text);
  folded.set(text, word);
  return word;
}

/** `foldKey`, remembered. */
export const keyOf = (text: string): string => foldedWord(text).replaceAll(' ', '');
