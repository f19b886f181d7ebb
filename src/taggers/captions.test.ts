import { beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../config/schema.ts';
import { loadVocabulary } from '../config/vocabulary.ts';
import type { ClusterFacts } from '../domain/library.ts';
import type { TagCandidate } from '../domain/tag.ts';
import { createWinkParser } from '../models/wink/phrase-parser.ts';
import { captionsTagger } from './captions.ts';
import { type GivenPhoto, photoFacts } from './photo-facts.fixture.ts';
import type { WordScorer } from './word-scores.ts';

const vocabulary = loadVocabulary('no such file', configSchema.parse({}));
const parser = createWinkParser();

/** Scores by a table, where a picture's first number says how much it looks like anything. */
function scorerOf(looks: Readonly<Record<string, number>>, alike: readonly string[] = []): WordScorer {
  const learned = new Set<string>();
  return {
    model: 'eye',
    version: '1',
    async learn(words) {
      for (const word of words) learned.add(word);
    },
    score: (word, [share = 1]) =>
      learned.has(word) && word in looks ? { probability: looks[word]! * share, threshold: 0.5 } : null,
    areAlike: (one, other) => alike.includes(one) && alike.includes(other),
  };
}

interface Given {
  readonly caption: string;
  readonly objects?: readonly string[];
  /** The medoid; others come behind it. */
  readonly photo?: GivenPhoto;
  readonly others?: readonly (GivenPhoto & { readonly fits: boolean })[];
  readonly scorer?: WordScorer;
}

async function proposed({ caption, objects = [], photo = {}, others = [], scorer }: Given) {
  const box = { x: 0, y: 0, width: 1, height: 1 };
  const description = {
    caption,
    detailedCaption: '',
    objects: objects.map((words) => ({ words, box })),
    text: null,
  };
  const medoid = photoFacts({ vector: Float32Array.of(1), ...photo, sha1: 'medoid', description });
  const members = [
    medoid,
    ...others.map((other, i) => photoFacts({ vector: Float32Array.of(1), ...other, sha1: `${i}` })),
  ];
  const cluster = {
    cluster: {
      medoid: 'medoid',
      members: [{ sha1: 'medoid', fits: true }, ...others.map(({ fits }, i) => ({ sha1: `${i}`, fits }))],
    },
    people: 'no-people',
    members,
  } as unknown as ClusterFacts;
  const tagger = captionsTagger({ parser, vocabulary, scorer: async () => scorer ?? null });
  await tagger.prepare!();
  return tagger.propose(cluster);
}

/** `lighthouse` is proposed, `(lighthouse)` waits. */
const names = (candidates: readonly TagCandidate[] | undefined): string[] =>
  (candidates ?? []).map(({ name, withheld }) => (withheld ? `(${name})` : name));

const reasons = (candidates: readonly TagCandidate[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (candidates ?? []).map(({ name, reason, withheld }) => [name, withheld?.reason ?? reason]),
  );

const seen = (label: string, score: number): GivenPhoto => ({
  detections: {
    objects: [{ label, score, box: { x: 0, y: 0, width: 1, height: 1 } }],
    faces: [],
    hands: [],
    torsoArea: 0,
    skinCoverage: 0,
  },
});

// The parser loads with the first text.
beforeAll(() => parser.parse(['a']));

describe('a word of a caption', () => {
  it.each<{ when: string; given: Given; expected: string[]; why?: Record<string, RegExp> }>([
    {
      when: 'waits where nothing else says so',
      given: { caption: 'a lighthouse' },
      expected: ['(lighthouse)'],
      why: { lighthouse: /^nothing but the caption says so$/ },
    },
    {
      when: 'is proposed where the picture looks like it, as likely as it does',
      given: { caption: 'a lighthouse', scorer: scorerOf({ lighthouse: 0.9 }) },
      expected: ['lighthouse'],
      why: { lighthouse: /^the caption says “lighthouse”, and the picture looks like it$/ },
    },
    {
      when: 'waits where the picture does not look like it',
      given: { caption: 'a lighthouse', scorer: scorerOf({ lighthouse: 0.12 }) },
      expected: ['(lighthouse)'],
      why: { lighthouse: /^the picture does not look like it \(12 %\)$/ },
    },
    {
      when: 'is proposed where the detector sees it too, in whatever number',
      given: { caption: 'two dogs', photo: seen('dog', 0.7) },
      expected: ['dog'],
      why: { dog: /the detector sees it \(70 %\)$/ },
    },
    {
      when: 'waits where the detector is not sure either',
      given: { caption: 'two dogs', photo: seen('dog', 0.3) },
      expected: ['(dog)'],
    },
    {
      when: 'waits where only the captioner’s own objects say so',
      given: { caption: '', objects: ['lighthouse'] },
      expected: ['(lighthouse)'],
    },
    {
      when: 'is proposed where a keyword of the file says so',
      given: {
        caption: 'a lighthouse',
        photo: {
          metadata: {
            keywords: { subject: [], hierarchicalSubject: ['Coast|Lighthouses'], tagsList: [], iptc: [] },
          },
        },
      },
      expected: ['lighthouse'],
      why: { lighthouse: /so does the keyword “Lighthouses”$/ },
    },
    {
      when: 'is proposed where the folder says so',
      given: { caption: 'a lighthouse', photo: { path: '2014 lighthouses/a.jpg' } },
      expected: ['lighthouse'],
      why: { lighthouse: /so does the folder 2014 lighthouses$/ },
    },
    {
      when: 'is left to the controlled layer where that has it, by whatever name',
      given: { caption: 'flowers and an automobile on a beach at night', scorer: scorerOf({ flower: 1 }) },
      expected: [],
    },
    {
      when: 'that is a name waits, whatever it looks like',
      given: { caption: 'the band Metallica', scorer: scorerOf({ metallica: 0.99 }) },
      expected: ['(band)', '(metallica)'],
      why: { metallica: /^a name that no keyword and no folder has$/ },
    },
    {
      when: 'that is a place waits, whatever it looks like',
      given: { caption: 'a bridge in Prague', scorer: scorerOf({ prague: 0.99, bridge: 0.9 }) },
      expected: ['(prague)', 'bridge'],
    },
    {
      when: 'that is a place is not said twice where it has evidence: that is a controlled tag',
      given: { caption: 'a bridge in Paris', photo: { path: 'Paris/a.jpg' } },
      expected: ['(bridge)'],
    },
    {
      when: 'gives way to a likelier one that is on the same pictures',
      given: {
        caption: 'a sofa and a loveseat',
        scorer: scorerOf({ sofa: 0.9, loveseat: 0.8 }, ['sofa', 'loveseat']),
      },
      expected: ['sofa'],
    },
    {
      when: 'gives way to a concept of the bank that is likelier and on the same pictures',
      given: {
        caption: 'a viaduct',
        scorer: scorerOf({ viaduct: 0.7, bridge: 0.9 }, ['viaduct', 'bridge']),
      },
      expected: [],
    },
  ])('$when', async ({ given, expected, why = {} }) => {
    const candidates = (await proposed(given)).get('medoid');
    expect(names(candidates)).toEqual(expected);
    for (const [name, reason] of Object.entries(why)) expect(reasons(candidates)[name]).toMatch(reason);
  });

  it('is tried on each member that looks like the medoid, by its own looks, and on no other', async () => {
    const found = await proposed({
      caption: 'a lighthouse',
      scorer: scorerOf({ lighthouse: 0.8 }),
      others: [
        { fits: true },
        { fits: true, vector: Float32Array.of(0.2) },
        { fits: false },
        { fits: true, vector: null, path: 'lighthouse/b.jpg' },
      ],
    });
    expect(Object.fromEntries([...found].map(([sha1, list]) => [sha1, names(list)]))).toEqual({
      medoid: ['lighthouse'],
      0: ['lighthouse'],
      1: ['(lighthouse)'],
      3: ['lighthouse'],
    });
  });
});

it('a cluster whose medoid was not described gets nothing', async () => {
  const medoid = photoFacts({ sha1: 'medoid' });
  const cluster = {
    cluster: { medoid: 'medoid', members: [] },
    members: [medoid],
  } as unknown as ClusterFacts;
  const tagger = captionsTagger({ parser, vocabulary, scorer: async () => null });
  expect((await tagger.propose(cluster)).size).toBe(0);
});
