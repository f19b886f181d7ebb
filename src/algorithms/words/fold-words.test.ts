import { describe, expect, it } from 'vitest';
import { SEED_CONCEPT_BANK } from '../../config/seed-concept-bank.ts';
import { foldKey, foldWord, foldWords, likenessOf } from './fold-words.ts';
import { synonymWords } from './synonyms.ts';

describe('the canonical form of a word', () => {
  it.each([
    ['flower', 'flower'],
    ['Flowers', 'flower'],
    ['  blue   Glass ', 'blue glass'],
    ['Close-up', 'close up'],
    ['close-ups', 'close up'],
    ['São Paulo', 'sao paulo'],
    ['Sa\u0303o Paulo', 'sao paulo'],
    ['AMANHECER', 'amanhecer'],
    ['prédios', 'predio'],
    ['colour', 'color'],
    ['colours', 'color'],
    ['grey skies', 'gray sky'],
    ['shopping centres', 'shopping center'],
    ['theatres', 'theater'],
    ['jewellery', 'jewelry'],
    ['churches', 'church'],
    ['beaches', 'beach'],
    ['dresses', 'dress'],
    ['boxes', 'box'],
    ['houses', 'house'],
    ['horses', 'horse'],
    ['buses', 'bus'],
    ['viruses', 'virus'],
    ['leaves', 'leaf'],
    ['caves', 'cave'],
    ['potatoes', 'potato'],
    ['shoes', 'shoe'],
    ['photos', 'photo'],
    ['berries', 'berry'],
    ['movies', 'movie'],
    ['firemen', 'fireman'],
    ['women', 'woman'],
    ['wine bottles', 'wine bottle'],
    ['automobiles', 'car'],
    ['aeroplane', 'airplane'],
    ['children’s books', 'childrens book'],
    ['hair:blonde', 'hair blonde'],
    ['flor de maracujá', 'flor de maracuja'],
    ['桜', '桜'],
    ['', ''],
    [' — ', ''],
  ])('of %j is %j', (word, canonical) => {
    expect(foldWord(word)).toBe(canonical);
  });

  it.each([
    'glass',
    'moss',
    'bus',
    'iris',
    'lens',
    'chaos',
    'acre',
    'contour',
    'flour',
    'tour',
    'hour',
    'genre',
  ])('of %s is itself: it only looks like a plural or a spelling', (word) => {
    expect(foldWord(word)).toBe(word);
  });

  it.each(['sunglasses', 'scissors', 'jeans', 'gymnastics', 'ramen', 'specimen', 'alps'])(
    'of %s is itself, which has no singular of the same meaning',
    (word) => {
      expect(foldWord(word)).toBe(word);
    },
  );

  it('is its own canonical form, of every word of the synonyms and of the concept bank', () => {
    for (const word of [
      ...synonymWords(),
      ...SEED_CONCEPT_BANK,
      'viruses',
      'catalogues',
      'glasses',
      'colourists',
    ]) {
      expect(foldWord(foldWord(word)), word).toBe(foldWord(word));
    }
  });
});

describe('the table of synonyms', () => {
  it('has each word once, and as it stands before the table is asked', () => {
    const words = synonymWords();
    expect(new Set(words).size).toBe(words.length);
    for (const word of words) expect(likenessOf(word, foldWord(word)), word).not.toBeNull();
  });

  it('leaves the concept bank as it is: no two concepts are one, and none is renamed', () => {
    expect(new Set(SEED_CONCEPT_BANK.map(foldKey)).size).toBe(SEED_CONCEPT_BANK.length);
    for (const concept of SEED_CONCEPT_BANK) expect(foldWord(concept)).toBe(concept);
  });
});

describe('in what two words differ', () => {
  it.each([
    ['Rio', 'rio', 'case'],
    ['São Paulo', 'sao paulo', 'case'],
    ['car', 'cars', 'number'],
    ['Leaf', 'leaves', 'number'],
    ['grey sky', 'gray sky', 'spelling'],
    ['book shelf', 'bookshelf', 'spelling'],
    ['sun-set', 'sunset', 'spelling'],
    ['car', 'automobiles', 'synonym'],
    ['glass', 'sunglasses', null],
    ['flower', 'flour', null],
    ['', ' ', null],
  ])('%j and %j: %s', (one, other, likeness) => {
    expect(likenessOf(one, other)).toBe(likeness);
    expect(likenessOf(other, one)).toBe(likeness);
  });
});

describe('folding a list of words', () => {
  it('keeps the first of those that are the same, as it is written', () => {
    const folded = foldWords(['Cars', 'car', 'book shelf', 'bookshelves', 'automobile', '!?', 'fog']);
    expect(Object.fromEntries(folded)).toEqual({
      Cars: 'Cars',
      car: 'Cars',
      'book shelf': 'book shelf',
      bookshelves: 'book shelf',
      automobile: 'Cars',
      '!?': '!?',
      fog: 'fog',
    });
  });

  it('of nothing is nothing', () => {
    expect(foldWords([]).size).toBe(0);
  });
});
