import { describe, expect, it } from 'vitest';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { VisionResult } from '../domain/vision.ts';
import { visionTagger } from './vision.ts';

const atlas = [
  {
    name: 'Paris',
    words: ['Paris'],
    sights: ['eiffel tower'],
    centre: { latitude: 48.85, longitude: 2.35, radiusKm: 25 },
  },
  { name: 'Rome', words: ['Rome'], sights: [], centre: { latitude: 41.9, longitude: 12.5, radiusKm: 25 } },
];

const photo = (sha1: string, folder = 'x'): PhotoFacts => ({
  sha1,
  files: [
    {
      path: `/photos/${folder}/${sha1}.jpg`,
      root: '/photos',
      sizeBytes: 1,
      mtimeMicros: 1,
      birthMicros: null,
      inode: '1',
      sha1,
      status: 'present',
      reason: null,
    },
  ],
  metadata: null,
  captureTime: null,
  proxy: null,
  vector: null,
  detections: null,
  people: null,
});

const said = (changes: Partial<VisionResult>): VisionResult => ({
  sha1: 'a',
  imageHash: 'i',
  model: 'gpt-4o-mini',
  promptId: 'p',
  status: 'answered',
  words: { tags: ['blue glass', 'sea'], places: [] },
  reason: '',
  ...changes,
});

const cluster = (
  vision: VisionResult | null,
  members = [photo('a'), photo('b'), photo('c')],
): ClusterFacts => ({
  cluster: {
    id: 'c1',
    windowId: 'w',
    method: 'hdbscan',
    medoid: 'a',
    startMillis: null,
    endMillis: null,
    members: members.map(({ sha1 }) => ({
      sha1,
      membership: 1,
      distanceToMedoid: 0,
      fits: sha1 !== 'c',
      burst: null,
      isBest: true,
    })),
  },
  people: 'no-people',
  members,
  vision,
});

const propose = async (facts: ClusterFacts) => visionTagger(atlas).propose(facts);

describe('what the vision service said', () => {
  it('is proposed for the medoid and the members that fit, with the model that said it', async () => {
    const candidates = await propose(cluster(said({})));
    expect([...candidates.keys()]).toEqual(['a', 'b']);
    expect(candidates.get('b')).toEqual([
      {
        name: 'blue glass',
        score: 0.7,
        reason: 'gpt-4o-mini said so of the picture in the middle',
        model: 'gpt-4o-mini',
      },
      expect.objectContaining({ name: 'sea', score: 0.69 }),
    ]);
  });

  it('is nothing where it was not asked', async () => {
    expect((await propose(cluster(null))).size).toBe(0);
  });

  it('names places only where the photo itself vouches for them, member by member', async () => {
    const members = [photo('a', 'Paris 2014'), photo('b', 'somewhere')];
    const words = { tags: ['eiffel tower', 'rain', 'tokyo street'], places: ['paris', 'rome', 'kazan'] };
    const candidates = await propose(cluster(said({ words }), members));
    const names = (sha1: string, isWaiting: boolean) =>
      candidates
        .get(sha1)!
        .filter(({ withheld }) => (withheld != null) === isWaiting)
        .map(({ name }) => name);
    expect(names('a', false)).toEqual(['rain', 'Paris']);
    expect(names('b', false)).toEqual(['rain']);
    expect(names('b', true)).toEqual(
      expect.arrayContaining(['eiffel tower', 'tokyo street', 'rome', 'kazan']),
    );
  });

  it.each(['refused', 'failed'] as const)('is marked where it was %s, with the reason', async (status) => {
    const reason = 'the vision service will not: no';
    const candidates = await propose(cluster(said({ status, reason, words: { tags: [], places: [] } })));
    expect([...candidates]).toEqual(
      ['a', 'b'].map((sha1) => [sha1, [{ name: 'vision-skipped', score: 1, reason, model: 'gpt-4o-mini' }]]),
    );
  });
});
