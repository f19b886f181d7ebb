import { describe, expect, it } from 'vitest';
import { wordsOf } from '../path-words.ts';
import { listedPlaceIn, PLACE_NAMES } from './place-names.ts';

describe('names of places that are nobody’s evidence', () => {
  it.each<{ phrase: string; place: string | null }>([
    { phrase: 'Italy', place: 'italy' },
    { phrase: 'new york city street', place: null },
    { phrase: 'tokyo street', place: 'tokyo' },
    { phrase: 'the Grand Canyon', place: 'grand canyon' },
    { phrase: 'Bogotá', place: 'bogota' },
    { phrase: 'united states of america', place: 'united states of america' },
    { phrase: 'boston terrier', place: null },
    { phrase: 'china cup', place: null },
    { phrase: 'romantic', place: null },
    { phrase: '', place: null },
  ])('“$phrase” names $place', ({ phrase, place }) => {
    expect(listedPlaceIn(phrase)).toBe(place);
  });

  it('are all written as they are looked up', () => {
    expect([...PLACE_NAMES].filter((name) => wordsOf(name).join(' ') !== name)).toEqual([]);
  });
});
