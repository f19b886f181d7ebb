import type { VocabularyJob, VocabularyTerm } from '../../../api/wire.ts';
import { isFound } from '../settings.ts';

export const ORDERS = ['file', 'name', 'photos'] as const;
export type TermOrder = (typeof ORDERS)[number];

export interface TermQuestion {
  readonly search: string;
  /** Empty: all. */
  readonly kind: string;
  readonly order: TermOrder;
}

/** The words that are asked for, in the order that is asked for. */
export function termsShown(
  terms: readonly VocabularyTerm[],
  { search, kind, order }: TermQuestion,
  locale: string,
): VocabularyTerm[] {
  const shown = terms.filter((term) => (kind === '' || term.kind === kind) && isFound(search, wordsOf(term)));
  if (order === 'file') return shown;
  const byName = (a: VocabularyTerm, b: VocabularyTerm): number => a.name.localeCompare(b.name, locale);
  return shown.toSorted(order === 'name' ? byName : (a, b) => b.photos - a.photos || byName(a, b));
}

const wordsOf = ({ name, aliases, names, parent }: VocabularyTerm): string[] => [
  name,
  ...aliases,
  names.en ?? '',
  names.pt ?? '',
  parent ?? '',
];

/** Words with commas between, as they are typed. */
export const listOf = (typed: string, separator = ','): string[] => [
  ...new Set(
    typed
      .split(separator)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

export const isAtWork = (job: VocabularyJob | null): boolean => job !== null && job.endedAt === null;
