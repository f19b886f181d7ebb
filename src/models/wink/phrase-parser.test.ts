import { describe, expect, it } from 'vitest';
import { mineWords } from '../../algorithms/mine-words/index.ts';
import { phraseSet } from '../../algorithms/mine-words/phrase-set.ts';
import { createWinkParser } from './phrase-parser.ts';

const parser = createWinkParser();
const KNOWN = phraseSet(['mountain pass', 'blue glass', 'murano glass', 'coffee farm']);

/** Names in square brackets. */
const minedFrom = async (caption: string): Promise<string> =>
  mineWords((await parser.parse([caption]))[0]!, KNOWN)
    .map(({ word, isName }) => (isName ? `[${word}]` : word))
    .join(', ');

describe('words of a caption, by the real parser', () => {
  it.each<[caption: string, words: string]>([
    ['', ''],
    ['street', 'street'],
    [
      'The image shows a narrow cobblestone street, with old buildings on both sides and a bright blue sky in the background.',
      'cobblestone street, narrow cobblestone street, street, building, blue sky, sky',
    ],
    ['There is a red vintage car parked in front of a house.', 'red car, vintage car, car, house, vintage'],
    ['A black-and-white close-up photo of leaves on the ground', 'black and white, close up, leaf, ground'],
    [
      'a long exposure photo of a waterfall with shallow depth of field',
      'long exposure, depth of field, waterfall',
    ],
    ['Sunset over the mountains', 'sunset, mountain'],
    ['a foggy mountain pass in the early morning', 'mountain pass, foggy mountain, mountain, morning, fog'],
    ['It is a cloudy day and the sky is overcast.', 'sky, cloud, overcast'],
    [
      'Building with stained-glass windows and gothic arches',
      'building, glass window, stained glass window, window, gothic arch, arch, gothic',
    ],
    ['rows of coffee plants on a hillside farm', 'coffee plant, plant, hillside farm, farm'],
    ['a flock of sheep grazing with a blurred background', 'bokeh, flock, sheep'],
    ['a vase of blue glass', 'blue glass, vase, glass'],
    ['a view of geese, knives, children’s toys and wolves', 'goose, knife, toy, wolf'],
    ['The mood of the image is calm and peaceful, and the overall atmosphere is warm.', ''],
    ['several pieces of various kinds on the left side of the frame', ''],
  ])('“%s”: %s', async (caption, words) => {
    expect(await minedFrom(caption)).toBe(words);
  });

  it.each<[caption: string, words: string]>([
    ['a beautiful young Asian woman with long blonde hair', ''],
    ['an old man and his grandson', ''],
    ['a group of people, two boys and a girl', ''],
    ['a bride and groom kissing at a wedding', 'wedding'],
    ['the old man’s hat', 'hat'],
    ['a young woman dancing on a dark stage', 'dark stage, stage, dancing'],
    ['an elderly couple at an Italian restaurant', 'restaurant'],
    ['a man on a surfboard, surfing', 'surfboard, surfing'],
    ['a German shepherd', 'german shepherd'],
  ])('makes no guess at persons of “%s”: %s', async (caption, words) => {
    expect(await minedFrom(caption)).toBe(words);
  });

  it.each<[caption: string, words: string]>([
    ['Barack Obama speaking near Lake Como', '[barack obama], [lake como]'],
    ['a boat in Venice, Italy', 'boat, [venice], [italy]'],
    ['the Eiffel Tower at night', '[eiffel tower], night'],
    ['a statue in St. Mark’s Square', 'statue, [st marks square]'],
  ])('marks the names of “%s”: %s', async (caption, words) => {
    expect(await minedFrom(caption)).toBe(words);
  });
});
