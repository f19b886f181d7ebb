import { ruleWords } from '../../algorithms/words/rule-words.ts';
import type { Vocabulary } from '../../config/vocabulary.ts';

/** What the vocabulary says about which terms may stand on a photo; names in lower case. */
export interface TagRules {
  /** Both ways: if `studio` excludes `night`, `night` excludes `studio`. */
  readonly excludes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly notOnPeopleSets: ReadonlySet<string>;
  /** Terms of people alone; `face` is a subject as well, and is not among them. */
  readonly onlyOnPeopleSets: ReadonlySet<string>;
  /** Of a renamed term the word that built-in rules know it by: `night` of `noite`. */
  readonly ruleWords: ReadonlyMap<string, string>;
}

/** Words that the rules themselves speak of. */
const RULE_WORDS = ['night', 'studio', 'black-background', 'hand'];

/**
 * On people sets the term is `hands`, from the people concepts, which look for hands themselves; a vocabulary of the
 * time before `notOnPeopleSets` does not say so.
 */
const NEVER_ON_PEOPLE_SETS = ['hand'];

export const lower = (name: string): string => name.toLowerCase();

export function tagRulesOf({ terms }: Pick<Vocabulary, 'terms'>): TagRules {
  const excludes = new Map<string, Set<string>>();
  const add = (one: string, other: string): void => {
    if (one !== other) excludes.set(one, (excludes.get(one) ?? new Set()).add(other));
  };
  for (const { name, excludes: others = [] } of terms) {
    for (const other of others) {
      add(lower(name), lower(other));
      add(lower(other), lower(name));
    }
  }
  const nameOf = ruleWords(terms);
  const renamed = RULE_WORDS.map((word) => [lower(nameOf(word) ?? word), word] as const);
  const elsewhere = new Set(terms.filter(({ kind }) => kind !== 'people').map(({ name }) => lower(name)));
  const ofPeople = terms.filter(({ kind }) => kind === 'people').map(({ name }) => lower(name));
  const kept = terms.filter(({ notOnPeopleSets }) => notOnPeopleSets).map(({ name }) => lower(name));
  return {
    excludes,
    notOnPeopleSets: new Set([...NEVER_ON_PEOPLE_SETS.map((word) => lower(nameOf(word) ?? word)), ...kept]),
    onlyOnPeopleSets: new Set(ofPeople.filter((name) => !elsewhere.has(name))),
    ruleWords: new Map(renamed),
  };
}
