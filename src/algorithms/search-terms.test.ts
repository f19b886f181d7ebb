import { describe, expect, it } from 'vitest';
import { hasSignedTerms, isPlainWords, parseSearchTerms } from './search-terms.ts';

describe('terms of a search', () => {
  it.each([
    ['blue door', ['+blue door']],
    ['beach +sunset -people', ['+beach', '+sunset', '-people']],
    ['beach +red sunset -a crowd of people', ['+beach', '+red sunset', '-a crowd of people']],
    ['black-and-white', ['+black-and-white']],
    ['-people', ['-people']],
    ['+fog', ['+fog']],
    ['2 + 2 - 1', ['+2 + 2 - 1']],
    ['  ', []],
    ['', []],
    ['sea -', ['+sea -']],
    ['são paulo -água', ['+são paulo', '-água']],
    ['sea\t-boat', ['+sea', '-boat']],
  ])('%j are %j', (text, expected) => {
    expect(parseSearchTerms(text).map((term) => `${term.sign > 0 ? '+' : '-'}${term.text}`)).toEqual(
      expected,
    );
  });

  it.each([
    ['blue door', true],
    ['black-and-white', true],
    ["l'été à Paris", true],
    ['flower|plants', false],
    ['^AI:blue', false],
    ['sea.*', false],
  ])('%j is plain words: %j', (text, expected) => {
    expect(isPlainWords(text)).toBe(expected);
  });

  it.each([
    ['beach -people', true],
    ['-people', true],
    ['black-and-white', false],
    ['sea', false],
  ])('%j has signs: %j', (text, expected) => {
    expect(hasSignedTerms(text)).toBe(expected);
  });
});
