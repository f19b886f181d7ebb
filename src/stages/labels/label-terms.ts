import { descendantsOf } from '../../algorithms/term-hierarchy.ts';
import { controlledWords } from '../../algorithms/words/controlled-words.ts';
import { foldKey, foldWords } from '../../algorithms/words/fold-words.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { Vocabulary } from '../../config/vocabulary.ts';
import type { TagLayer } from '../../domain/tag.ts';

/** A label, and the texts that a model with a text side is told for it. */
export interface LabelTerm {
  readonly layer: TagLayer;
  readonly name: string;
  readonly texts: readonly string[];
  /** Names of the labels below it, at any depth: `orchid` of `flower`. */
  readonly below?: readonly string[];
}

/** Places and gear are told by GPS, folders and EXIF: how a picture looks does not say where it was taken. */
const BY_LOOKS: ReadonlySet<SeedTerm['kind']> = new Set(['subject', 'people']);

/** Without it a name alone would be a text: fine for most models, and worse than a sentence. */
const PLAIN_TEMPLATE = 'a photo of {label}';

/**
 * The labels of a vocabulary that pictures can be scored for, each name once: its own prompts, or its name and its
 * other names in the model's template. Behind them the concept bank, without what the controlled terms say already.
 */
export function labelTerms({ terms, concepts }: Vocabulary, template = PLAIN_TEMPLATE): LabelTerm[] {
  const texts = new Map<string, Set<string>>();
  for (const term of terms.filter(({ kind }) => BY_LOOKS.has(kind))) {
    const own = texts.get(term.name) ?? new Set<string>();
    for (const text of textsOf(term, template)) own.add(text);
    texts.set(term.name, own);
  }
  const controlled = controlledWords(terms);
  const free = [...new Set(foldWords(concepts).values())].filter((name) => !controlled.has(foldKey(name)));
  return [
    ...[...texts].map(([name, own]): LabelTerm => {
      const below = descendantsOf(name, terms);
      return { layer: 'CK', name, texts: [...own], ...(below.length > 0 && { below }) };
    }),
    ...free.map((name): LabelTerm => ({ layer: 'AI', name, texts: [textOf(name, template)] })),
  ];
}

function textsOf({ name, aliases = [], names, prompts }: SeedTerm, template: string): string[] {
  if (prompts !== undefined && prompts.length > 0) return [...prompts];
  const words = [names?.en ?? name, ...aliases];
  return words.map((word) => textOf(word, template));
}

/** `hair:blonde` and `black-background` are names of keywords, and no words. */
export const textOf = (word: string, template = PLAIN_TEMPLATE): string =>
  template.replace('{label}', word.replace(/[:_-]/g, ' '));
