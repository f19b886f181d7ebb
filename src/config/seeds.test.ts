import { describe, expect, test } from 'vitest';
import { configSchema } from './schema.ts';
import { SEED_CITIES } from './seed-cities.ts';
import { SEED_CONCEPT_BANK } from './seed-concept-bank.ts';
import { SEED_VOCABULARY } from './seed-vocabulary.ts';

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

  test.each(['subject', 'place', 'gear', 'people'])('has no %s name or alias twice', (kind) => {
    const terms = SEED_VOCABULARY.filter((term) => term.kind === kind);
    expect(doubles(terms.flatMap((term) => [term.name.toLowerCase(), ...(term.aliases ?? [])]))).toEqual([]);
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
