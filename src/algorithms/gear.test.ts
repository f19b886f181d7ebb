import { describe, expect, test } from 'vitest';
import { SEED_VOCABULARY } from '../config/seed-vocabulary.ts';
import { matchesGear } from './gear.ts';

describe('gear by EXIF', () => {
  const table: readonly (readonly [readonly string[], string | null, string | null, boolean])[] = [
    [['Pentax 67'], 'PENTAX', 'PENTAX 67', true],
    [['Pentax 67'], 'Pentax', '67', true],
    [['Pentax 67'], null, 'Pentax67', true],
    [['Pentax 67'], null, '67', false],
    [['Pentax 67', 'Pentax 67II'], 'PENTAX', 'PENTAX 67II', true],
    [['Pentax 67'], 'PENTAX', 'PENTAX 670', false],
    [['C65'], 'SIEMENS', 'C65', true],
    [['C65'], 'SIEMENS', 'SIEMENS C65', true],
    [['C65'], null, 'C-65', true],
    [['C65'], null, 'SC650', false],
    [['C65'], 'C65', null, false],
    [['C65'], null, '', false],
    [['C65'], null, null, false],
    [[], 'SIEMENS', 'C65', false],
    [[''], null, '', false],
  ];
  test.each(table)('%j against make %j, model %j: %j', (models, make, model, expected) => {
    expect(matchesGear({ models }, make, model)).toBe(expected);
  });

  const seed = (make: string | null, model: string | null) =>
    SEED_VOCABULARY.filter(({ exif }) => exif && matchesGear(exif, make, model)).map((term) => term.name);
  test.each([
    ['PENTAX', 'PENTAX 67', ['Pentax67']],
    ['Pentax', '67II', ['Pentax67']],
    [null, 'Pentax67', ['Pentax67']],
    ['PENTAX', 'PENTAX K-5', []],
    ['PENTAX Corporation', 'PENTAX 645D', []],
    ['SIEMENS', 'C65', ['C65']],
    ['Canon', 'Canon EOS 5D', []],
    [null, null, []],
  ])('the seed knows make %j, model %j as %j', (make, model, expected) => {
    expect(seed(make, model)).toEqual(expected);
  });
});
