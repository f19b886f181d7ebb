import { describe, expect, it } from 'vitest';
import { type LandmarkFinding, placesOfPhoto, placesWithEvidence } from '../algorithms/place-evidence.ts';
import { configSchema } from '../config/schema.ts';
import { loadVocabulary } from '../config/vocabulary.ts';
import type { Description } from '../domain/description.ts';
import type { PositionFix } from '../domain/library.ts';
import { type GivenPhoto, photoFacts } from './photo-facts.fixture.ts';
import { placeAtlas } from './place-atlas.ts';

const atlas = placeAtlas(loadVocabulary('no such file', configSchema.parse({})));

const LOUVRE = { latitude: 48.8606, longitude: 2.3376 };
const MONTMARTRE = { latitude: 48.8867, longitude: 2.3431 };
const VERSAILLES = { latitude: 48.8049, longitude: 2.1204 };
const LONDON = { latitude: 51.5074, longitude: -0.1278 };
const ORLEANS = { latitude: 47.9029, longitude: 1.9093 };

const at = (position: typeof LOUVRE, time: string): PositionFix => ({
  position,
  wallMillis: Date.parse(`2014-05-03T${time}:00Z`),
});
const around = (before: PositionFix | null, after: PositionFix | null, sameDay: (typeof LOUVRE)[] = []) => ({
  surroundings: { before, after, sameDay },
});
const said = (caption: string, text: string[] | null = null): { description: Description } => ({
  description: {
    caption,
    detailedCaption: '',
    objects: [],
    text: text?.map((words) => ({ words, box: { x: 0, y: 0, width: 1, height: 1 } })) ?? null,
  },
});
const looksLike = (name: string, isClear: boolean): LandmarkFinding => ({
  name,
  isClear,
  score: 0.5,
  reason: `looks like ${name}`,
});

describe('a place is proposed', () => {
  it.each<{ when: string; photo: GivenPhoto; landmark?: LandmarkFinding; places: [string, RegExp][] }>([
    { when: 'not at all where nothing is known', photo: {}, places: [] },
    {
      when: 'by GPS, with distance and reach',
      photo: { metadata: { gps: LOUVRE } },
      places: [['Paris', /^GPS 1\.\d km from the centre of Paris, which reaches 15 km$/]],
    },
    {
      when: 'by the folder’s name',
      photo: { path: '2014-05 Florence/a.jpg' },
      places: [['Florence', /^the folder is named 2014-05 Florence$/]],
    },
    {
      when: 'by GPS and not by a folder that it contradicts',
      photo: { metadata: { gps: VERSAILLES }, path: 'Paris 2014/a.jpg' },
      places: [['Versailles', /^GPS/]],
    },
    {
      when: 'by that of two places in the folder’s name where GPS says it was',
      photo: { metadata: { gps: LONDON }, path: 'Paris and London/a.jpg' },
      places: [['London', /^GPS/]],
    },
    {
      when: 'not where GPS is in no city, whatever the folder says',
      photo: { metadata: { gps: ORLEANS }, path: 'Paris/a.jpg' },
      places: [],
    },
    {
      when: 'by the folder where a receiver without a fix wrote zeros',
      photo: { metadata: { gps: { latitude: 0, longitude: 0 } }, path: 'Paris/a.jpg' },
      places: [['Paris', /^the folder/]],
    },
    {
      when: 'between two positions in one city',
      photo: around(at(LOUVRE, '10:02'), at(MONTMARTRE, '10:31')),
      places: [['Paris', /^taken between two positions in Paris, at 10:02 and 10:31 with the same camera$/]],
    },
    {
      when: 'not between two positions in two cities',
      photo: around(at(LOUVRE, '10:02'), at(VERSAILLES, '10:31')),
      places: [],
    },
    { when: 'not after the last position', photo: around(at(LOUVRE, '10:02'), null), places: [] },
    {
      when: 'not between two positions where it has its own, elsewhere',
      photo: { metadata: { gps: ORLEANS }, ...around(at(LOUVRE, '10:02'), at(LOUVRE, '10:31')) },
      places: [],
    },
    { when: 'not for a sign alone', photo: said('a café', ['Café de Paris']), places: [] },
    {
      when: 'for a sign where other photos of the day were there',
      photo: { ...said('a café', ['Café de Paris']), ...around(null, null, [LOUVRE]) },
      places: [['Paris', /^a sign says “Café de Paris”, and other photos of the day were taken there$/]],
    },
    {
      when: 'for a sign that the caption quotes and looks that agree',
      photo: said('A boat with a sign that says "VENEZIA" on it'),
      landmark: looksLike('Venice', false),
      places: [['Venice', /^a sign says “VENEZIA”, and the picture looks like it$/]],
    },
    {
      when: 'not for a sign where the day was elsewhere',
      photo: { ...said('a café', ['Café de Paris']), ...around(null, null, [LONDON]) },
      places: [],
    },
    {
      when: 'by looks that are far ahead',
      photo: {},
      landmark: looksLike('Venice', true),
      places: [['Venice', /^looks like Venice$/]],
    },
    {
      when: 'not by looks that are not',
      photo: {},
      landmark: looksLike('Venice', false),
      places: [],
    },
    {
      when: 'not by looks against GPS',
      photo: { metadata: { gps: LONDON } },
      landmark: looksLike('Venice', true),
      places: [['London', /^GPS/]],
    },
    {
      when: 'not by looks against the other photos of the day',
      photo: around(null, null, [LONDON]),
      landmark: looksLike('Venice', true),
      places: [],
    },
  ])('$when', ({ photo, landmark, places }) => {
    const found = placesOfPhoto(photoFacts(photo), atlas, landmark);
    expect(found.map(({ name }) => name)).toEqual(places.map(([name]) => name));
    for (const [index, [, reason]] of places.entries()) expect(found[index]!.reason).toMatch(reason);
  });
});

describe('a word that names a place', () => {
  it.each<{ when: string; word: string; photo?: GivenPhoto; outcome: string | RegExp }>([
    {
      when: 'is proposed with evidence',
      word: 'paris',
      photo: { metadata: { gps: LOUVRE } },
      outcome: 'Paris',
    },
    {
      when: 'is proposed by its sight',
      word: 'eiffel tower',
      photo: { metadata: { gps: LOUVRE } },
      outcome: 'Paris',
    },
    {
      when: 'waits without evidence',
      word: 'Paris',
      outcome: /neither GPS, folder, a sign nor other photos/,
    },
    { when: 'waits inside a phrase', word: 'new york city street', outcome: /neither GPS/ },
    {
      when: 'waits where GPS contradicts it, and says how far off it is',
      word: 'paris',
      photo: { metadata: { gps: LONDON } },
      outcome: /^GPS is 344 km from the centre of Paris, which reaches 15 km$/,
    },
    { when: 'waits where it is not one of yours', word: 'tokyo', outcome: /not among your cities/ },
    { when: 'waits by its form alone', word: 'kazan', outcome: /not among your cities/ },
  ])('$when: $word', ({ word, photo, outcome }) => {
    const found = placesWithEvidence([word, 'bridge'], photoFacts(photo), atlas, {
      names: new Set(['kazan']),
    });
    expect(found.others).toEqual(['bridge']);
    if (typeof outcome === 'string') {
      expect(found).toMatchObject({ proposed: [{ name: outcome }], withheld: [] });
    } else {
      expect(found).toMatchObject({
        proposed: [],
        withheld: [{ word, reason: expect.stringMatching(outcome) }],
      });
    }
  });

  it.each(['parisian café', 'romantic dinner', 'china cup', 'murano glass', 'florist', 'boston terrier'])(
    'is not %s',
    (word) => {
      expect(placesWithEvidence([word], photoFacts(), atlas).others).toEqual([word]);
    },
  );

  it('is one place of the vocabulary, however many names it has', () => {
    const photo = photoFacts({ path: 'Rio de Janeiro 2012/a.jpg' });
    const { proposed } = placesWithEvidence(['copacabana', 'rio', 'rio de janeiro'], photo, atlas);
    expect(proposed.map(({ name }) => name)).toEqual(['Rio']);
  });
});

it('a word that GPS contradicts can never be released', () => {
  const photo = photoFacts({ metadata: { gps: LONDON } });
  expect(placesWithEvidence(['paris', 'tokyo'], photo, atlas).withheld.map(({ isFinal }) => isFinal)).toEqual(
    [true, undefined],
  );
});
