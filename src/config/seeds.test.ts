import { describe, expect, test } from 'vitest';
import { renderExampleVocabulary } from './render-vocabulary.ts';
import { configSchema } from './schema.ts';
import { SEED_CITIES } from './seed-cities.ts';
import { SEED_CONCEPT_BANK } from './seed-concept-bank.ts';
import { SEED_VOCABULARY } from './seed-vocabulary.ts';
import { readVocabulary } from './vocabulary-file.ts';

const doubles = (values: readonly string[]) => values.filter((value, i) => values.indexOf(value) !== i);

describe('the seed cities', () => {
  test('are those of the spec', () => {
    expect(SEED_CITIES).toHaveLength(26);
  });

  test('are what the config takes', () => {
    const config = configSchema.parse({ ai_tagging: { city_whitelist: SEED_CITIES } });
    expect(config.ai_tagging.city_whitelist).toEqual(SEED_CITIES);
  });

  test('have no name or alias twice, and aliases in lower case', () => {
    const aliases = SEED_CITIES.flatMap((city) => city.aliases);
    expect(doubles([...SEED_CITIES.map((city) => city.name.toLowerCase()), ...aliases])).toEqual([]);
    expect(aliases.filter((alias) => alias !== alias.toLowerCase())).toEqual([]);
  });
});

describe('the seed vocabulary', () => {
  test.each([
    ['subject', 32],
    ['place', 9],
    ['gear', 2],
    ['people', 11],
  ])('has the terms of the kind %s', (kind, count) => {
    expect(SEED_VOCABULARY.filter((term) => term.kind === kind)).toHaveLength(count);
  });

  test('is a vocabulary file without a mistake, and the same terms when it is read again', () => {
    const read = readVocabulary(renderExampleVocabulary());
    expect(read).toMatchObject({ ok: true });
    const terms = read.ok ? read.entries.map(({ term }) => term) : [];
    expect(terms).toEqual(SEED_VOCABULARY.map((term) => ({ aliases: [], ...term })));
  });

  test('has a Portuguese name for all but cameras', () => {
    for (const { name, kind, names } of SEED_VOCABULARY) {
      expect(names?.pt !== undefined, name).toBe(kind !== 'gear');
    }
  });

  test.each(['lines', 'stage', 'group', 'machine', 'abstract'])(
    'tells a text model what is meant by %s',
    (name) => {
      expect(SEED_VOCABULARY.find((term) => term.name === name)?.prompts).not.toHaveLength(0);
    },
  );

  test('excludes what cannot be on one photo', () => {
    const excludes = Object.fromEntries(
      SEED_VOCABULARY.flatMap(({ name, excludes }) => (excludes ? [[name, excludes]] : [])),
    );
    expect(excludes).toEqual({ night: ['studio', 'black-background'], outdoor: ['interior', 'studio'] });
    expect(SEED_VOCABULARY.filter((term) => term.notOnPeopleSets).map(({ name }) => name)).toEqual(['hand']);
  });

  test('says of gear by which EXIF, and of nothing else', () => {
    for (const term of SEED_VOCABULARY) expect(term.exif !== undefined, term.name).toBe(term.kind === 'gear');
  });
});

describe('the concept bank', () => {
  test('has 30 concepts, lower case, none twice', () => {
    expect(SEED_CONCEPT_BANK).toHaveLength(30);
    expect(doubles(SEED_CONCEPT_BANK)).toEqual([]);
    expect(SEED_CONCEPT_BANK.filter((concept) => concept !== concept.toLowerCase())).toEqual([]);
  });
});
