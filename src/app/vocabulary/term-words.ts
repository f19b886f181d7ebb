import { plainWord } from '../../algorithms/words/plain-word.ts';
import { wordFinder } from '../../algorithms/words/word-finder.ts';
import { nameProblem } from '../../config/check-vocabulary.ts';
import { nearMiss } from '../../config/near-miss.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import { PhotoTagError } from '../../domain/errors.ts';

/**
 * The term that a typed word means: its name, an alias, a name in another language, without regard to case and accents.
 * @throws PhotoTagError USAGE with the one that was probably meant
 */
export function termCalled(terms: readonly SeedTerm[], typed: string): SeedTerm {
  const found = findTerm(terms, typed);
  if (found !== null) return found;
  const word = withoutPrefix(typed);
  const meant = nearMiss(word, [...new Set(terms.map(({ name }) => name))]);
  throw new PhotoTagError('USAGE', `${word} is no term of the vocabulary`, {
    remedy: meant === null ? '`photo-tag vocab list` shows all terms.' : `Did you mean ${meant}?`,
  });
}

/** The same; null where it means none. A word that only folds into one (a plural) is not it. */
export function findTerm(terms: readonly SeedTerm[], typed: string): SeedTerm | null {
  const word = withoutPrefix(typed);
  const name = wordFinder(terms)(word);
  const term = terms.find((one) => one.name === name) ?? null;
  if (term === null) return null;
  const words = [term.name, ...(term.aliases ?? []), ...Object.values(term.names ?? {})];
  return words.some((one) => plainWord(one ?? '') === plainWord(word)) ? term : null;
}

/** `CK:flower` is flower: the prefix is what a user sees in other programs. */
const withoutPrefix = (typed: string): string =>
  typed
    .normalize('NFC')
    .trim()
    .replace(/^CK:\s*/i, '');

/**
 * A name for a new term, in the spelling in which it is kept.
 * @throws PhotoTagError USAGE where it cannot be one, or is taken
 */
export function newName(terms: readonly SeedTerm[], typed: string, but: string | null = null): string {
  const name = withoutPrefix(typed).replace(/\s+/gu, ' ');
  const wrong = nameProblem(name);
  if (wrong !== null) throw new PhotoTagError('USAGE', `That is no name for a term: ${wrong.problem}`, wrong);
  const taken = findTerm(terms, name);
  if (taken === null || taken.name === but) return name;
  throw new PhotoTagError(
    'USAGE',
    taken.name === name ? `${name} is a term already` : `${name} is another word for ${taken.name}`,
    {
      remedy:
        but === null
          ? `\`photo-tag vocab show ${shellWord(taken.name)}\` shows it.`
          : `To make them one: photo-tag vocab merge ${shellWord(but)} --into ${shellWord(taken.name)}`,
    },
  );
}

/** As it is typed in a shell. */
export const shellWord = (word: string): string =>
  /^[\p{L}\p{N}._:-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
