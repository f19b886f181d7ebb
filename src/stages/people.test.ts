import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Detections } from '../domain/detection.ts';
import type { PersonScene } from '../domain/person-scene.ts';
import type { PixelStatistics, Proxy } from '../domain/proxy.ts';
import type { Detector } from '../models/detector.ts';
import { runStage } from '../pipeline/run-stage.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { peopleStage } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-people-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOBODY: Detections = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };
const SOMEBODY: Detections = {
  ...NOBODY,
  faces: [{ score: 0.9, box: { x: 0.4, y: 0.2, width: 0.3, height: 0.3 }, yawRadians: 0 }],
};
const SCENE: PersonScene = {
  hair: null,
  sky: 0.1,
  leaves: 0,
  darkAround: null,
  evenAround: null,
  litSkin: 0.3,
  edges: 0.2,
  monochrome: false,
};

describe('looking for people', () => {
  let store: Store;
  let asked: string[];
  let measured: string[];
  let count = 0;
  beforeEach(async () => {
    asked = [];
    measured = [];
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    for (const sha1 of ['somebody', 'nobody']) {
      const outcome = { item: sha1, fingerprint: 'f', status: 'done', reason: null, digest: 'd' } as const;
      await store.outcomes.put([
        { ...outcome, stage: 'scan' },
        { ...outcome, stage: 'proxies' },
      ]);
      await store.photos.putProxy(sha1, { statistics: { darkRatio: 0.1 } as PixelStatistics } as Proxy);
    }
  });
  afterEach(() => store.close());

  const nameOf = (jpeg: string) => jpeg.split('/').at(-1)!.replace('.jpg', '');
  const detector: Detector = {
    id: 'eyes',
    async detect(inputs) {
      asked.push(...inputs.map(({ jpeg }) => nameOf(jpeg)));
      return inputs.map(({ jpeg }) => (nameOf(jpeg) === 'somebody' ? SOMEBODY : NOBODY));
    },
    close: async () => undefined,
  };
  const run = (result: PersonScene | Error = SCENE) => {
    const stage = peopleStage({
      store,
      detector,
      measureScene: async (jpeg) => {
        measured.push(nameOf(jpeg));
        return result;
      },
      batchSize: 8,
      cacheFolder: folder,
    });
    return runStage(stage, { store, signal: new AbortController().signal });
  };
  const sceneOf = async (sha1: string) =>
    (await store.photos.detectionsOf([sha1])).get(sha1)!.detections.scene;

  it('measures what surrounds those that it finds, and nothing where nobody is', async () => {
    expect(await run()).toMatchObject({ done: 2 });
    expect(asked.sort()).toEqual(['nobody', 'somebody']);
    expect(measured).toEqual(['somebody']);
    expect(await sceneOf('somebody')).toEqual(SCENE);
    expect(await sceneOf('nobody')).toBeNull();
    expect(await run()).toMatchObject({ done: 0 });
  });

  it('only measures what was detected before there was anything to measure, once, and makes its tags due', async () => {
    await run();
    // As an earlier version left them.
    const finding = (await store.photos.detectionsOf(['somebody'])).get('somebody')!.finding;
    await store.photos.putDetections('somebody', 'eyes', SOMEBODY, finding);
    const digest = async () => (await store.outcomes.of('people', ['somebody'])).get('somebody')!.digest;
    await store.outcomes.put([
      { ...(await store.outcomes.of('people', ['somebody'])).get('somebody')!, digest: 'before' },
    ]);
    asked = [];
    expect(await run()).toMatchObject({ done: 1 });
    expect(asked).toEqual([]);
    expect(await sceneOf('somebody')).toEqual(SCENE);
    expect(await digest()).not.toBe('before');
    expect(await run()).toMatchObject({ done: 0 });
  });

  it('fails a photo whose proxy cannot be measured, which then counts as one with people', async () => {
    expect(await run(new Error('The proxy cannot be decoded: cut off'))).toMatchObject({
      done: 2,
      failed: 1,
    });
    const outcome = (await store.outcomes.of('people', ['somebody'])).get('somebody')!;
    expect(outcome.reason).toBe('The proxy cannot be decoded: cut off');
  });
});
