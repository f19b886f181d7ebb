import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '../../config/schema.ts';
import { loadVocabulary } from '../../config/vocabulary.ts';
import type { CaptureTime } from '../../domain/capture-time.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import { runStage } from '../../pipeline/run-stage.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { BARE_METADATA } from '../../taggers/photo-facts.fixture.ts';
import { placesTagger } from '../../taggers/places.ts';
import { tagsStage } from './index.ts';
import { tagRulesOf } from './tag-rules.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-around-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const config = configSchema.parse({});
const vocabulary = loadVocabulary('no such file', config);
const LOUVRE = { latitude: 48.8606, longitude: 2.3376 };
const LONDON = { latitude: 51.5074, longitude: -0.1278 };
const NOON = Date.parse('2014-05-03T12:00Z');

describe('a photo without a position, between two others', () => {
  let store: Store;
  let count = 0;

  const put = async (sha1: string, minutes: number, gps: PhotoMetadata['gps'], window = 'w1') => {
    const wallMillis = NOON + minutes * 60_000;
    await store.photos.putMetadata(sha1, { ...BARE_METADATA, make: 'Apple', model: 'iPhone', gps });
    await store.photos.putCaptureTimes(
      new Map([[sha1, { wallMillis, trustScore: 1, uncertain: false } as CaptureTime]]),
    );
    for (const stage of ['scan', 'metadata', 'dates'] as const) {
      await store.outcomes.put([
        { stage, item: sha1, fingerprint: 'f', status: 'done', reason: null, digest: `${minutes}` },
      ]);
    }
    await store.clusters.putWindow([
      {
        id: `cluster of ${sha1}`,
        windowId: window,
        method: 'single-photo',
        medoid: sha1,
        startMillis: wallMillis,
        endMillis: wallMillis,
        members: [{ sha1, membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true }],
      },
    ]);
  };
  const tag = async () => {
    const stage = tagsStage({
      store,
      name: 'ck-tags',
      layer: 'CK',
      taggers: [placesTagger(vocabulary)],
      most: 9,
      base: null,
      rules: tagRulesOf(vocabulary),
      studio: config.heuristics.studio_black_vs_night,
    });
    const { done } = await runStage(stage, { store, signal: new AbortController().signal });
    return { done, found: (await store.tags.proposalsOf(['b'])).get('b') ?? [] };
  };

  beforeEach(async () => {
    store = await openSqliteStore(join(home, `${count++}.sqlite`));
    await put('a', 0, LOUVRE);
    await put('b', 10, null);
    await put('c', 20, LOUVRE);
    return () => store.close();
  });

  it('is where they are', async () => {
    const { done, found } = await tag();
    expect(done).toBe(3);
    expect(found).toMatchObject([
      { name: 'Paris', reason: expect.stringMatching(/between two positions in Paris, at 12:00 and 12:20/) },
    ]);
    expect(await tag()).toMatchObject({ done: 0 });
  });

  it('is due again when what is known of the others changes, and photos of other days are not', async () => {
    await put('other day', 3 * 24 * 60, null);
    await tag();
    await put('c', 20, LONDON);
    const { done, found } = await tag();
    expect(done).toBe(3);
    expect(found).toEqual([]);
  });

  it('is nowhere when the pause between them made two windows', async () => {
    await put('c', 20, LOUVRE, 'w2');
    expect((await tag()).found).toEqual([]);
  });
});
