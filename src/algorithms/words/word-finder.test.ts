import { describe, expect, it } from 'vitest';
import { wordFinder } from './word-finder.ts';

const find = wordFinder([
  { name: 'cars', aliases: ['automobile'], names: { en: 'car', pt: 'carros' } },
  { name: 'flower', aliases: ['blossom'], names: { pt: 'flor' } },
  { name: 'hand' },
  { name: 'hands' },
  { name: 'theatre' },
  { name: 'Rio', aliases: ['rio de janeiro'] },
  { name: 'blossom time', aliases: ['flowers'] },
  { name: 'São Paulo' },
]);

describe('looking a word up in a vocabulary', () => {
  it.each([
    ['cars', 'cars'],
    ['a car'.slice(2), 'cars'],
    ['Automobiles', 'cars'],
    ['carros', 'cars'],
    ['flor', 'flower'],
    ['hands', 'hands'],
    ['Hand', 'hand'],
    ['theaters', 'theatre'],
    ['RIO', 'Rio'],
    ['Rio de Janeiro', 'Rio'],
    ['sao paulo', 'São Paulo'],
  ])('%j is %s', (word, name) => {
    expect(find(word)).toBe(name);
  });

  it('takes an alias as it is written before the plural of a name', () => {
    expect(find('flowers')).toBe('blossom time');
  });

  it.each(['fog', '', 'car park'])('%j is no term', (word) => {
    expect(find(word)).toBeNull();
  });

  it('finds nothing in no vocabulary', () => {
    expect(wordFinder([])('flower')).toBeNull();
  });
});
