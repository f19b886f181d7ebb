import { foldKey } from '../words/fold-words.ts';
import { keyOf } from './folded.ts';
import type { ParsedWord } from './parsed-word.ts';

/** Phrases to look for whatever a parser makes of them. */
export interface PhraseSet {
  /** As `foldKey` gives them. */
  readonly keys: ReadonlySet<string>;
  /** Their last words, which most runs of words do not end with. */
  readonly heads: ReadonlySet<string>;
}

export function phraseSet(phrases: Iterable<string>): PhraseSet {
  const all = [...phrases];
  return {
    keys: new Set(all.map(foldKey)),
    heads: new Set(all.map((phrase) => foldKey(phrase.split(/\s+/).at(-1) ?? ''))),
  };
}

export interface FoundPhrase {
  readonly text: string;
  readonly start: number;
  readonly count: number;
}

/** Longer phrases are sentences. */
const MOST_WORDS = 3;

/** Runs of two words or three that are among the phrases, the longest first. */
export function phrasesIn(words: readonly ParsedWord[], { keys, heads }: PhraseSet): FoundPhrase[] {
  const found: FoundPhrase[] = [];
  if (keys.size === 0) return found;
  const isHead = words.map(({ text, kind }) => kind !== 'mark' && heads.has(keyOf(text)));
  for (let start = 0; start < words.length; start++) {
    for (let count = Math.min(MOST_WORDS, words.length - start); count >= 2; count--) {
      if (!isHead[start + count - 1]) continue;
      const run = words.slice(start, start + count);
      if (run.some(({ kind }) => kind === 'mark')) continue;
      const text = run.map((word) => word.text).join(' ');
      if (keys.has(foldKey(text))) found.push({ text, start, count });
    }
  }
  return found;
}
