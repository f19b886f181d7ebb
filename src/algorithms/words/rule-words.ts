import { plainWord } from './plain-word.ts';
import type { NamedTerm } from './word-finder.ts';

/**
 * What a word of a built-in rule is called in the vocabulary: rules say `night`, also where the term was renamed to
 * `noite` and has `night` as an alias. Null where no term means it. Only names and aliases count, as they are written
 * but for case and accents: `hand` is not `hands`.
 */
export function ruleWords(terms: readonly NamedTerm[]): (word: string) => string | null {
  const names = new Map<string, string>();
  for (const { name } of terms) names.set(plainWord(name), name);
  for (const { name, aliases = [] } of terms) {
    for (const alias of aliases) if (!names.has(plainWord(alias))) names.set(plainWord(alias), name);
  }
  return (word) => names.get(plainWord(word)) ?? null;
}

/** Candidates of a rule under the names of the vocabulary; those that it does not know fall away. */
export const underTermNames = <Candidate extends { readonly name: string }>(
  candidates: readonly Candidate[],
  nameOf: (word: string) => string | null,
): Candidate[] =>
  candidates.flatMap((candidate) => {
    const name = nameOf(candidate.name);
    return name === null ? [] : { ...candidate, name };
  });
