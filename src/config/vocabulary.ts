import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { parseYaml } from './parse.ts';
import { type ConfigProblem, formatProblems } from './problem.ts';
import type { Config } from './schema.ts';
import { SEED_CITIES, type SeedCity } from './seed-cities.ts';
import { SEED_VOCABULARY, type SeedTerm } from './seed-vocabulary.ts';

/** A city with only a name can be found in folder names, and not by GPS. */
export interface City extends Omit<SeedCity, 'latitude' | 'longitude'> {
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** Everything that tags are made of. */
export interface Vocabulary {
  /** The controlled vocabulary. */
  readonly terms: readonly SeedTerm[];
  /** Cities that may become tags. */
  readonly cities: readonly City[];
  /** Concepts for freeform tags. */
  readonly concepts: readonly string[];
}

const plainTerm = z.union([
  z.string().min(1),
  z.strictObject({ name: z.string().min(1), aliases: z.array(z.string().min(1)).default([]) }),
]);

const gearTerm = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  models: z.array(z.string().min(1)).min(1).describe('EXIF Model, with or without the maker in front.'),
});

/** The vocabulary file. Lists that are left out are empty: the file is the whole vocabulary. */
export const vocabularySchema = z.strictObject({
  subjects: z.array(plainTerm).default([]).describe('What pictures show.'),
  places: z.array(plainTerm).default([]).describe('Places that you search for.'),
  gear: z.array(gearTerm).default([]).describe('Cameras and lenses, found by EXIF Model.'),
  people: z.array(plainTerm).default([]).describe('Proposed on people sets only.'),
});

/** The vocabulary of the file, or the seed where there is no file. Throws CONFIG_INVALID with line and remedy. */
export function loadVocabulary(file: string, config: Config): Vocabulary {
  return {
    terms: existsSync(file) ? readTerms(file) : SEED_VOCABULARY,
    cities: citiesOf(config.ai_tagging.city_whitelist),
    concepts: config.ai_tagging.prompt_extra_concepts,
  };
}

function readTerms(file: string): SeedTerm[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PhotoTagError('CONFIG_MISSING', `The vocabulary ${file} cannot be read: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Make the file readable, or name another under ck_tagging.vocab_file.',
    });
  }
  const result = parseYaml(text, vocabularySchema);
  if (!result.ok) throw invalid(file, result.problems);
  const { subjects, places, gear, people } = result.value;
  const plain = (kind: 'subject' | 'place' | 'people', terms: typeof subjects): SeedTerm[] =>
    terms.map((term) => (typeof term === 'string' ? { kind, name: term, aliases: [] } : { kind, ...term }));
  return [
    ...plain('subject', subjects),
    ...plain('place', places),
    ...gear.map(({ name, aliases, models }): SeedTerm => ({ kind: 'gear', name, aliases, exif: { models } })),
    ...plain('people', people),
  ];
}

function citiesOf(whitelist: Config['ai_tagging']['city_whitelist']): readonly City[] {
  return whitelist.map((entry) => {
    if (typeof entry !== 'string') return entry;
    const known = SEED_CITIES.find(({ name, aliases }) =>
      [name, ...aliases].some((word) => word.toLowerCase() === entry.toLowerCase()),
    );
    return known ?? { name: entry, aliases: [], latitude: null, longitude: null, radius_km: 25 };
  });
}

function invalid(file: string, problems: readonly ConfigProblem[]): PhotoTagError {
  return new PhotoTagError('CONFIG_INVALID', formatProblems(file, problems), {
    file,
    remedy: 'Mend the lines above; config/ck_vocab.example.yaml shows the form.',
  });
}
