import { existsSync, readFileSync } from 'node:fs';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { type ConfigProblem, formatProblems } from './problem.ts';
import type { Config } from './schema.ts';
import { SEED_CITIES, type SeedCity } from './seed-cities.ts';
import { SEED_VOCABULARY, type SeedTerm } from './seed-vocabulary.ts';
import { readVocabulary } from './vocabulary-file.ts';

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
  const result = readVocabulary(text);
  if (!result.ok) throw invalidVocabulary(file, result.problems);
  return result.entries.map(({ term }) => term);
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

export function invalidVocabulary(file: string, problems: readonly ConfigProblem[]): PhotoTagError {
  return new PhotoTagError('CONFIG_INVALID', formatProblems(file, problems, 'The vocabulary'), {
    file,
    remedy: 'Mend the lines above; config/ck_vocab.example.yaml shows the form.',
  });
}
