import { z } from 'zod';
import { checkVocabulary } from './check-vocabulary.ts';
import { parseYaml } from './parse.ts';
import type { ConfigProblem } from './problem.ts';
import type { SeedTerm, SeedTermKind } from './seed-vocabulary.ts';

const word = z.string().min(1);
const words = z.array(word);

const described = {
  name: word.describe('As it is written after CK:'),
  names: z
    .strictObject({ en: word.optional(), pt: word.optional() })
    .optional()
    .describe('What it is called in a language: {en: flower, pt: flor}.'),
  aliases: words.optional().describe('Other words for the same.'),
  parent: word.optional().describe('The name of the term above it: flower of orchid.'),
  prompts: words.optional().describe('What a text model is told instead of the name: a photo of a stage.'),
  excludes: words.optional().describe('Names of terms that cannot be on the same photo.'),
  not_on_people_sets: z.boolean().optional().describe('true: never proposed on people sets.'),
  no_export: z.boolean().optional().describe('true: kept out of what programs export.'),
};

const plainTerm = z.strictObject(described);
const gearTerm = z.strictObject({
  ...described,
  models: words.min(1).describe('EXIF Model, with or without the maker in front.'),
});

/** The vocabulary file. Lists that are left out are empty: the file is the whole vocabulary. */
export const vocabularySchema = z.strictObject({
  subjects: z.array(plainTerm).default([]).describe('What pictures show.'),
  places: z.array(plainTerm).default([]).describe('Places that you search for.'),
  gear: z.array(gearTerm).default([]).describe('Cameras and lenses, found by EXIF Model.'),
  people: z.array(plainTerm).default([]).describe('Proposed on people sets only.'),
});

export type VocabularySection = keyof z.input<typeof vocabularySchema>;

/** The lists of the file in their order, and what kind their terms are. */
export const SECTIONS: readonly { readonly key: VocabularySection; readonly kind: SeedTermKind }[] = [
  { key: 'subjects', kind: 'subject' },
  { key: 'places', kind: 'place' },
  { key: 'gear', kind: 'gear' },
  { key: 'people', kind: 'people' },
];

/** A term with its place in the file: `['subjects', 3]`. */
export interface TermEntry {
  readonly term: SeedTerm;
  readonly path: readonly [VocabularySection, number];
}

export type ReadVocabulary =
  | { readonly ok: true; readonly entries: readonly TermEntry[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads the text of a vocabulary file; every problem comes with its line and with what would be right. */
export function readVocabulary(text: string): ReadVocabulary {
  const result = parseYaml(text, vocabularySchema, namesAsTerms);
  if (!result.ok) return result;
  const entries = SECTIONS.flatMap(({ key, kind }) =>
    result.value[key].map((term, index): TermEntry => ({ term: termOf(kind, term), path: [key, index] })),
  );
  const problems = checkVocabulary(entries, result.lineOf);
  return problems.length === 0 ? { ok: true, entries } : { ok: false, problems };
}

/** A bare name in a list is a term with nothing else to say. */
function namesAsTerms(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([section, terms]) => [
      section,
      // A key without a list, as a user who took all its terms out leaves it.
      terms === null ? [] : Array.isArray(terms) ? terms.map(asTerm) : terms,
    ]),
  );
}

const asTerm = (term: unknown): unknown =>
  typeof term === 'string' || typeof term === 'number' ? { name: String(term) } : term;

type FileTerm = z.output<typeof plainTerm> & { readonly models?: readonly string[] };

function termOf(kind: SeedTermKind, term: FileTerm): SeedTerm {
  const {
    name,
    aliases = [],
    names,
    parent,
    prompts,
    excludes,
    not_on_people_sets,
    no_export,
    models,
  } = term;
  return {
    kind,
    name,
    aliases,
    ...(names && { names: definedNames(names) }),
    ...(parent !== undefined && { parent }),
    ...(prompts && { prompts }),
    ...(excludes && { excludes }),
    ...(not_on_people_sets && { notOnPeopleSets: true }),
    ...(no_export && { noExport: true }),
    ...(models && { exif: { models } }),
  };
}

function definedNames({ en, pt }: { en?: string | undefined; pt?: string | undefined }) {
  return { ...(en !== undefined && { en }), ...(pt !== undefined && { pt }) };
}
