import type { Tag, Vocabulary } from '../../api/wire.ts';
import type { Language } from '../../words/language.ts';

export interface Choice {
  readonly layer: 'CK' | 'AI';
  readonly name: string;
  /** What is shown beside, where it differs from the name: its name in the language, or the alias that was typed. */
  readonly beside: string | null;
  /** Photos that have it. */
  readonly photos: number;
  /** No known word: a freeform one, as it was typed. */
  readonly isNew: boolean;
}

const MOST = 8;

/** Without case and accents: `sao` finds São Paulo. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/**
 * Words that what is typed may become, best first: those that begin with it, then those with a word that does, and of
 * those the controlled ones first. Anything else becomes a freeform word.
 */
export function choicesFor(
  typed: string,
  vocabulary: Pick<Vocabulary, 'terms' | 'concepts' | 'prefixes'>,
  used: readonly (Tag & { readonly photos: number })[],
  language: Language,
): Choice[] {
  const { layer, word } = layerOf(typed, vocabulary.prefixes);
  const wanted = folded(word);
  if (wanted === '') return [];
  const photosOf = new Map(used.map((tag) => [`${tag.layer}:${tag.name}`, tag.photos]));
  const found = new Map<string, { choice: Choice; rank: number }>();
  const offer = (of: 'CK' | 'AI', name: string, words: readonly string[], shown: string | null): void => {
    if (layer !== null && layer !== of) return;
    const best = words
      .map((one) => ({ one, rank: rankOf(folded(one), wanted) }))
      .sort((a, b) => a.rank - b.rank)[0]!;
    const key = `${of}:${name}`;
    if (best.rank === NOT || (found.get(key)?.rank ?? NOT) <= best.rank) return;
    const beside = folded(best.one) === folded(name) ? shown : best.one;
    found.set(key, {
      rank: best.rank,
      choice: {
        layer: of,
        name,
        beside: beside === name ? null : beside,
        photos: photosOf.get(key) ?? 0,
        isNew: false,
      },
    });
  };
  for (const { name, aliases, names } of vocabulary.terms) {
    const own = names[language];
    offer('CK', name, [name, ...aliases, ...[names.en, names.pt].filter((one) => one !== null)], own);
  }
  for (const concept of vocabulary.concepts) offer('AI', concept, [concept], null);
  for (const tag of used) if (tag.layer === 'AI') offer('AI', tag.name, [tag.name], null);
  const choices = [...found.values()]
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(a.choice.layer === 'AI') - Number(b.choice.layer === 'AI') ||
        b.choice.photos - a.choice.photos ||
        (a.choice.name < b.choice.name ? -1 : 1),
    )
    .slice(0, MOST)
    .map(({ choice }) => choice);
  const free = word.trim().replace(/\s+/g, ' ').toLowerCase();
  const isKnown = choices.some((choice) => choice.layer === 'AI' && choice.name === free);
  return layer === 'CK' || isKnown || free.includes('|')
    ? choices
    : [...choices, { layer: 'AI', name: free, beside: null, photos: 0, isNew: true }];
}

function layerOf(
  typed: string,
  prefixes: Vocabulary['prefixes'],
): { layer: 'CK' | 'AI' | null; word: string } {
  for (const layer of ['CK', 'AI'] as const) {
    const prefix = prefixes[layer];
    if (prefix !== '' && typed.trimStart().toLowerCase().startsWith(prefix.toLowerCase())) {
      return { layer, word: typed.trimStart().slice(prefix.length) };
    }
  }
  return { layer: null, word: typed };
}

const NOT = 9;
const rankOf = (word: string, wanted: string): number => {
  if (word === wanted) return 0;
  if (word.startsWith(wanted)) return 1;
  if (word.split(/[\s-]+/).some((part) => part.startsWith(wanted))) return 2;
  return wanted.length > 2 && word.includes(wanted) ? 3 : NOT;
};
