import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { VocabularyChange } from '../../domain/vocabulary-change.ts';
import type { TagCounts } from '../../store/vocabulary-store.ts';
import type { Library } from '../library.ts';
import { currentVocabulary } from './change-vocabulary.ts';
import { termCalled } from './term-words.ts';

export interface ListedTerm {
  readonly term: SeedTerm;
  /** Photos that have it, proposed or decided and not rejected. */
  readonly photos: number;
}

/** All terms in the order of the file, with how many photos have them. */
export async function listTerms(
  library: Library,
): Promise<{ readonly file: string; readonly isSeed: boolean; readonly terms: readonly ListedTerm[] }> {
  const { file, before, terms } = await currentVocabulary(library);
  const counts = new Map(
    (await library.store.tags.names()).flatMap(({ layer, name, photos }) =>
      layer === 'CK' ? [[name, photos] as const] : [],
    ),
  );
  return {
    file,
    isSeed: before === null,
    terms: terms.map((term) => ({ term, photos: counts.get(term.name) ?? 0 })),
  };
}

export interface ShownTerm {
  /** More than one where it stands in two sections. */
  readonly entries: readonly SeedTerm[];
  readonly below: readonly string[];
  readonly counts: TagCounts;
  /** Changes that it had a part in, newest first. */
  readonly changes: readonly VocabularyChange[];
}

/** All that is known of a term. Throws PhotoTagError USAGE where there is none of that name. */
export async function showTerm(library: Library, typed: string): Promise<ShownTerm> {
  const { terms } = await currentVocabulary(library);
  const { name } = termCalled(terms, typed);
  const changes = (await library.store.vocabulary.all()).filter(({ names }) => names.includes(name));
  return {
    entries: terms.filter((term) => term.name === name),
    below: terms.filter(({ parent }) => parent === name).map((term) => term.name),
    counts: await library.store.vocabulary.countsOf({ layer: 'CK', name }),
    changes: changes.toReversed(),
  };
}
