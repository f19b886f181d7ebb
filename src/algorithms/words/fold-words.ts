import { americanSpelling } from './american-spelling.ts';
import { plainWord } from './plain-word.ts';
import { singularOf } from './singular.ts';
import { mainSynonym } from './synonyms.ts';

/** In what two words differ that are folded into one, the slightest first. */
export type WordLikeness = 'case' | 'number' | 'spelling' | 'synonym';

/**
 * The canonical form of a word or phrase: `Flowers`, `colour`, `close-ups` and `automobile` become `flower`, `color`,
 * `close up` and `car`. Two words are the same word when their canonical forms are equal. Folding twice changes nothing.
 *
 * Case, accents and punctuation go; the last word of a phrase, its head in English, becomes singular; British spelling
 * becomes American; and a small table of synonyms has the last word. Empty where there is neither letter nor digit.
 */
export function foldWord(text: string): string {
  return mainSynonym(withoutSynonyms(text));
}

/** @returns null where they are different words. */
export function likenessOf(one: string, other: string): WordLikeness | null {
  if (plainWord(one) === plainWord(other)) return plainWord(one) === '' ? null : 'case';
  if (singularPhrase(plainWord(one)) === singularPhrase(plainWord(other))) return 'number';
  if (closed(withoutSynonyms(one)) === closed(withoutSynonyms(other))) return 'spelling';
  return closed(foldWord(one)) === closed(foldWord(other)) ? 'synonym' : null;
}

/**
 * What is equal for words that are the same: the canonical form without the spaces, so that `book shelf` and
 * `bookshelf` meet. For comparing, not for showing.
 */
export const foldKey = (text: string): string => closed(foldWord(text));

/**
 * Several names for the same things become one each.
 *
 * @param words in order of preference: of words that are the same, the first is kept, as it is written.
 * @returns of every word the one to keep. A word without letters is itself.
 */
export function foldWords(words: Iterable<string>): Map<string, string> {
  const kept = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const word of words) {
    const key = foldKey(word) || word;
    if (!kept.has(key)) kept.set(key, word);
    folded.set(word, kept.get(key)!);
  }
  return folded;
}

const closed = (phrase: string): string => phrase.replaceAll(' ', '');

const withoutSynonyms = (text: string): string =>
  singularPhrase(plainWord(text)).split(' ').map(americanSpelling).join(' ');

function singularPhrase(phrase: string): string {
  const words = phrase.split(' ');
  return [...words.slice(0, -1), singularOf(words.at(-1)!)].join(' ');
}
