import { foldKey } from './fold-words.ts';
import { plainWord } from './plain-word.ts';

/** A term with everything that it is called. */
export interface NamedTerm {
  readonly name: string;
  readonly aliases?: readonly string[] | undefined;
  readonly names?: { readonly en?: string | undefined; readonly pt?: string | undefined } | undefined;
}

/** The name of the term that a word means; null where it means none. */
export type WordFinder = (word: string) => string | null;

/** All words for one term, its name first. */
export const wordsFor = ({ name, aliases = [], names = {} }: NamedTerm): string[] => [
  name,
  ...aliases,
  ...Object.values(names).filter((word) => word !== undefined),
];

/**
 * Looks words up among terms: first as names are written, then without regard to case and accents (names before
 * aliases and names in other languages), then folded. So `hands` is the term `hands` where there is one, and `hand`
 * where there is only that. Of terms that claim the same word the first has it.
 */
export function wordFinder(terms: Iterable<NamedTerm>): WordFinder {
  const exact = new Set<string>();
  const plainNames = new Map<string, string>();
  const plainWords = new Map<string, string>();
  const folded = new Map<string, string>();
  const claim = (words: Map<string, string>, word: string, name: string) => {
    if (word !== '' && !words.has(word)) words.set(word, name);
  };
  const all = [...terms];
  for (const term of all) {
    exact.add(term.name);
    claim(plainNames, plainWord(term.name), term.name);
    for (const word of wordsFor(term)) claim(plainWords, plainWord(word), term.name);
  }
  // A name has its folded form before an alias of another term has it.
  for (const { name } of all) claim(folded, foldKey(name), name);
  for (const term of all) for (const word of wordsFor(term)) claim(folded, foldKey(word), term.name);
  return (word) => {
    if (exact.has(word)) return word;
    const plain = plainWord(word);
    return plainNames.get(plain) ?? plainWords.get(plain) ?? folded.get(foldKey(word)) ?? null;
  };
}
