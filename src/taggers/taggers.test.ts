import { describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.ts';
import { loadVocabulary } from '../config/vocabulary.ts';
import type { Detections } from '../domain/detection.ts';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { PhotoMetadata } from '../domain/metadata.ts';
import type { PixelStatistics } from '../domain/proxy.ts';
import { localTaggers } from './index.ts';
import { photoFacts } from './photo-facts.fixture.ts';

const config = configSchema.parse({});
const vocabulary = loadVocabulary('no such file', config);
const taggers = localTaggers(vocabulary, config.heuristics, 'detector');

const PIXELS: PixelStatistics = {
  medianLuminance: 0.5,
  darkRatio: 0.05,
  highlightBimodality: 0,
  sharpness: 0.01,
  meanSaturation: 0.4,
  perceptualHash: '0'.repeat(16),
};

const NOTHING_SEEN: Detections = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };
const box = (size: number) => ({ x: 0.2, y: 0.2, width: size, height: size });

interface Given {
  readonly metadata?: Partial<PhotoMetadata>;
  readonly pixels?: Partial<PixelStatistics>;
  readonly seen?: Partial<Detections>;
  readonly path?: string;
  readonly people?: ClusterFacts['people'];
  readonly uncertain?: boolean;
}

async function tagsOf({
  metadata,
  pixels,
  seen,
  path = 'IMG_1.jpg',
  people,
  uncertain,
}: Given): Promise<string[]> {
  const photo = photoFacts({
    metadata: metadata ?? {},
    path,
    captureTime: { uncertain: uncertain ?? false, trustScore: 0.4 } as PhotoFacts['captureTime'],
    proxy: { statistics: { ...PIXELS, ...pixels } } as PhotoFacts['proxy'],
    detections: { ...NOTHING_SEEN, ...seen },
  });
  const cluster = { cluster: {}, people: people ?? 'no-people', members: [photo] } as unknown as ClusterFacts;
  const found: string[] = [];
  for (const tagger of taggers) {
    for (const { name, score, reason } of (await tagger.propose(cluster)).get('a') ?? []) {
      expect(score, name).toBeGreaterThan(0);
      expect(score, name).toBeLessThanOrEqual(1);
      expect(reason.length, name).toBeGreaterThan(5);
      found.push(`${tagger.layer}:${name}`);
    }
  }
  return found.sort();
}

describe('what the rules propose', () => {
  it.each<{ when: string; given: Given; expected: string[] }>([
    { when: 'nothing is known', given: {}, expected: [] },
    {
      when: 'the camera is one of the gear',
      given: { metadata: { make: 'PENTAX', model: 'Pentax 67' } },
      expected: ['CK:Pentax67'],
    },
    { when: 'the camera only sounds like it', given: { metadata: { model: 'SC650' } }, expected: [] },
    {
      when: 'GPS is in Paris',
      given: { metadata: { gps: { latitude: 48.8606, longitude: 2.3376 } } },
      expected: ['CK:Paris'],
    },
    {
      when: 'GPS is in Rio de Janeiro, which the vocabulary calls Rio',
      given: { metadata: { gps: { latitude: -22.9519, longitude: -43.2105 } } },
      expected: ['CK:Rio'],
    },
    {
      when: 'a folder is named after a city',
      given: { path: '2014-05 São Paulo/IMG_1.jpg' },
      expected: ['CK:São Paulo'],
    },
    {
      when: 'a folder has an alias of it',
      given: { path: 'work/UIUC_campus/x.jpg' },
      expected: ['CK:Urbana–Champaign'],
    },
    { when: 'a word only begins like a city', given: { path: 'Parisian café/x.jpg' }, expected: [] },
    { when: 'only the file is named so', given: { path: 'misc/paris.jpg' }, expected: [] },
    {
      when: 'there is no colour',
      given: { pixels: { meanSaturation: 0.005 } },
      expected: ['AI:black and white'],
    },
    {
      when: 'it is dark and exposed for half a minute',
      given: { metadata: { fNumber: 8, exposureSeconds: 30, iso: 100 }, pixels: { medianLuminance: 0.12 } },
      expected: ['AI:long exposure', 'CK:night'],
    },
    {
      when: 'half a minute through a grey filter by day',
      given: { metadata: { fNumber: 16, exposureSeconds: 30, iso: 100 }, pixels: { medianLuminance: 0.5 } },
      expected: ['AI:long exposure'],
    },
    { when: 'the flash fired', given: { metadata: { flashFired: true } }, expected: ['AI:flash'] },
    {
      when: 'it was a macro lens',
      given: { metadata: { lens: 'EF100mm f/2.8L Macro IS USM' } },
      expected: ['CK:macro'],
    },
    {
      when: 'it is three times as wide as high',
      given: { metadata: { widthPx: 9000, heightPx: 3000 } },
      expected: ['AI:panorama'],
    },
    {
      when: 'the detector sees a car and, hardly, a cat',
      given: {
        seen: {
          objects: [
            { label: 'car', score: 0.8, box: box(0.3) },
            { label: 'cat', score: 0.25, box: box(0.3) },
          ],
        },
      },
      expected: ['AI:car', 'CK:cars'],
    },
    { when: 'witnesses of the date disagree', given: { uncertain: true }, expected: ['AI:date-uncertain'] },
    {
      when: 'a large face looks at the camera in a people set',
      given: { people: 'people', seen: { faces: [{ score: 0.9, box: box(0.3), yawRadians: 0.1 }] } },
      expected: ['CK:face', 'CK:frontal', 'CK:portrait'],
    },
    {
      when: 'the same face is in no people set',
      given: { people: 'undecided', seen: { faces: [{ score: 0.9, box: box(0.3), yawRadians: 0.1 }] } },
      expected: [],
    },
    {
      when: 'somebody stands in flash light before black',
      given: {
        people: 'people',
        metadata: { iso: 100, exposureSeconds: 1 / 125, fNumber: 8, flashFired: true },
        pixels: { darkRatio: 0.8, medianLuminance: 0.02, highlightBimodality: 0.6 },
        seen: { faces: [{ score: 0.9, box: box(0.2), yawRadians: 1.2 }] },
      },
      expected: ['AI:flash', 'CK:black-background', 'CK:face', 'CK:portrait', 'CK:profile', 'CK:studio'],
    },
  ])('$expected when $when', async ({ given, expected }) => {
    expect(await tagsOf(given)).toEqual(expected);
  });
});
