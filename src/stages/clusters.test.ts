import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clusterId } from '../algorithms/cluster-id.ts';
import { clusterWindow } from '../algorithms/cluster-window.ts';
import { sceneMaker } from '../algorithms/scene-vectors.fixture.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { StageName } from '../domain/stage-name.ts';
import { runStage } from '../pipeline/run-stage.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { clustersStage } from './clusters.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-clusters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIMENSIONS = 64;
const HOUR = 3_600_000;
const CLUSTERING = {
  method: 'hdbscan',
  min_cluster_size: 6,
  min_samples: 2,
  cosine_threshold: 0.14,
  time_window_minutes: 60,
  window_mode: 'gap',
} as const;

interface Photo {
  readonly name: string;
  readonly vector: ArrayLike<number> | null;
  readonly hour: number;
  readonly sharpness?: number;
  readonly hash?: string;
}

const random = sceneMaker(DIMENSIONS, 4);
/** Photos `a0`, `a1`… of one scene, each of its own look. */
const scene = (letter: string, count: number, hour: number, around = random.stranger()): Photo[] =>
  random.scene(around, count, 0.06).map((vector, index) => ({
    name: `${letter}${index}`,
    vector,
    hour,
    hash: BigInt.asUintN(64, BigInt(index + 1) * 0x9e3779b97f4a7c15n)
      .toString(16)
      .padStart(16, '0'),
  }));

describe('the clusters stage', () => {
  let store: Store;
  let count = 0;
  const open = () => openSqliteStore(join(folder, `${count++}.sqlite`));
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const settled = (stage: StageName, item: string, digest: string) => ({
    stage,
    item,
    fingerprint: '',
    status: 'done' as const,
    reason: null,
    digest,
  });

  async function put(photos: readonly Photo[], into = store): Promise<void> {
    for (const { name, vector, hour, sharpness = 100, hash = '0'.repeat(16) } of photos) {
      await into.outcomes.put([settled('scan', name, name), settled('metadata', name, name)]);
      const wallMillis = hour * HOUR;
      const time = {
        wallMillis,
        interval: { startMillis: wallMillis, endMillis: wallMillis },
        precision: 'second' as const,
        offsetMinutes: null,
        trustScore: 1,
        signalsUsed: [],
        uncertain: false,
        clock: null,
        byHand: false,
      };
      await into.photos.putCaptureTimes(new Map([[name, time]]));
      if (vector === null) continue;
      await into.outcomes.put([
        settled('embeddings', name, String(vector[0])),
        settled('proxies', name, `${sharpness} ${hash}`),
      ]);
      await into.photos.putEmbedding({ sha1: name, model: 'm', vector: Float32Array.from(vector) });
      await into.photos.putProxy(name, {
        widthPx: 1,
        heightPx: 1,
        sizeBytes: 1,
        source: 'image',
        statistics: {
          medianLuminance: 0.5,
          darkRatio: 0,
          highlightBimodality: 0,
          sharpness,
          meanSaturation: 0,
          perceptualHash: hash,
        },
      });
    }
  }

  const stageOf = (of: Store, changes: Partial<typeof CLUSTERING> | { cosine_threshold: number } = {}) =>
    clustersStage({
      store: of,
      clusterWindow: async (...window) => (await clusterWindow(...window)).groups,
      clustering: { ...CLUSTERING, ...changes },
      model: 'm',
      dimensions: DIMENSIONS,
    });
  const run = (changes = {}, of = store) =>
    runStage(stageOf(of, changes), { store: of, signal: new AbortController().signal });
  const names = (cluster: Cluster): string => cluster.members.map((member) => member.sha1).join(' ');
  const partition = async (of = store) =>
    Object.fromEntries((await of.clusters.page(0, 1000)).map((cluster) => [cluster.id, names(cluster)]));

  it('puts every photo in one cluster, and names clusters after their members at first', async () => {
    await put([...scene('a', 12, 1), ...scene('b', 8, 1), { name: 'blind', vector: null, hour: 1 }]);
    expect(await run()).toMatchObject({ done: 21 });
    const clusters = await store.clusters.page(0, 10);
    expect(clusters.map((cluster) => cluster.members.length).toSorted((a, b) => b - a)).toEqual([12, 8, 1]);
    for (const { id, members } of clusters) expect(id).toBe(clusterId(members.map((member) => member.sha1)));
    expect(await run()).toMatchObject({ done: 0 });
  });

  it('groups near-identical frames, suggests the sharpest, and does so again when proxies are made anew', async () => {
    const [first, second, third] = scene('a', 3, 1);
    const twins = [
      { ...first!, name: 'soft', sharpness: 100 },
      { ...first!, name: 'sharp', sharpness: 300 },
    ];
    await put([...twins, second!, third!]);
    await run();
    const places = async () => {
      const [cluster] = await store.clusters.page(0, 1);
      return Object.fromEntries(cluster!.members.map(({ sha1, burst, isBest }) => [sha1, [burst, isBest]]));
    };
    const alone = [null, true];
    expect(await places()).toEqual({ soft: [0, false], sharp: [0, true], a1: alone, a2: alone });
    await put([{ ...twins[0]!, sharpness: 900 }]);
    expect(await run()).toMatchObject({ done: 4 });
    expect(await places()).toEqual({ soft: [0, true], sharp: [0, false], a1: alone, a2: alone });
  });

  it('changes one cluster alone when a photo is added to a window of several, and no id', async () => {
    const scenes = [scene('a', 20, 1), scene('b', 9, 1), scene('c', 14, 1), scene('d', 3, 1)];
    const centre = scenes[1]![0]!.vector!;
    await put([...scenes.flat(), ...scene('e', 7, 9)]);
    await run();
    const before = await partition();
    expect(Object.keys(before)).toHaveLength(5);

    await put([{ name: 'b-new', vector: random.scene(centre, 1, 0.05)[0]!, hour: 1.2 }]);
    expect(await run()).toMatchObject({ done: 47 });
    const after = await partition();
    const grown = Object.keys(before).find((id) => before[id]!.startsWith('b'))!;
    expect(after).toEqual({ ...before, [grown]: expect.stringContaining('b-new') });
    expect(after[grown]!.split(' ')).toHaveLength(10);
  });

  it('makes a new cluster of a stranger, and leaves the others as they are', async () => {
    await put([...scene('a', 12, 1), ...scene('b', 8, 1)]);
    await run();
    const before = await partition();
    await put([{ name: 'stranger', vector: random.stranger(), hour: 1 }]);
    await run();
    expect(await partition()).toEqual({ ...before, [clusterId(['stranger'])]: 'stranger' });
  });

  it('keeps ids with the majority when photos move to another window and files vanish', async () => {
    const photos = scene('a', 12, 1);
    await put(photos);
    await run();
    const [id] = Object.keys(await partition());
    await put(photos.slice(0, 4).map((photo) => ({ ...photo, hour: 20 })));
    await store.outcomes.remove('scan', [photos[11]!.name]);
    await run();
    const after = await partition();
    expect(Object.keys(after)).toHaveLength(2);
    expect(after[id!]!.split(' ')).toHaveLength(7);
  });

  it('comes to the same ids when it is killed between windows, with other settings meanwhile', async () => {
    const photos = [...scene('a', 12, 1), ...scene('b', 9, 5), ...scene('c', 7, 9)];
    const moved = [
      ...photos.slice(0, 4).map((photo) => ({ ...photo, hour: 5 })),
      ...photos.slice(12, 18).map((photo) => ({ ...photo, hour: 9 })),
    ];
    const killed = await open();
    for (const of of [store, killed]) {
      await put(photos, of);
      await run({}, of);
      await put(moved, of);
    }
    const before = await partition();
    await run();

    // As kill -9 leaves it: some windows saved, the others and `finish` not.
    for (const { cosine_threshold, windows } of [
      { cosine_threshold: 0.14, windows: 2 },
      { cosine_threshold: 0.01, windows: 1 },
      { cosine_threshold: 0.14, windows: 1 },
    ]) {
      const stage = stageOf(killed, { cosine_threshold });
      let saved = 0;
      for await (const item of stage.due()) {
        const [outcome] = await stage.run([item], new AbortController().signal);
        await killed.transaction((transaction) => stage.save(transaction, [{ item, outcome: outcome! }]));
        if (++saved === windows) break;
      }
    }
    await run({}, killed);
    expect(await partition(killed)).toEqual(await partition());
    expect(await killed.clusters.formerSizes()).toEqual(await store.clusters.formerSizes());
    expect(Object.keys(await partition()).filter((id) => id in before).length).toBeGreaterThan(0);
    await killed.close();
  });
});
