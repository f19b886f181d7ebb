import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LabelModel, logOddsOf } from '../../algorithms/labels/label-model.ts';
import { seededRandom } from '../../algorithms/seeded-random.ts';
import { openLibrary } from '../../compose.ts';
import { madeClusterId, madeSha1, putMadeClusters } from '../decide/made-clusters.fixture.ts';
import type { Library } from '../library.ts';
import { clustersOfRows, scoreLibrary, settleNear } from './score-library.ts';
import { whatToAsk } from './what-to-ask.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-score-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const DIMENSIONS = 32;
const PHOTOS = 1200;
const CLUSTER = 10;

/** The first number of a vector says how likely the label is. */
const label: LabelModel = {
  layer: 'CK',
  name: 'flower',
  direction: Float32Array.from({ length: DIMENSIONS }, (_, k) => (k === 0 ? 40 : 0)),
  offset: -12,
  threshold: 0.5,
  basis: 'taught',
  accepted: 9,
  rejected: 9,
  withheld: null,
};

let made = 0;
let library: Library;
beforeEach(async () => {
  const folder = join(home, `library-${made++}`);
  library = await openLibrary({ folder, dataFolder: 'data', roots: [] });
  const { store, embedderId } = library;
  const random = seededRandom(3);
  await store.transaction(async (transaction) => {
    for (let i = 0; i < PHOTOS; i++) {
      const raw = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
      raw[0] = (Math.floor(i / CLUSTER) % 60) / 60 + 0.1 * random();
      const length = Math.hypot(...raw);
      await transaction.photos.putEmbedding({
        sha1: madeSha1(i),
        model: embedderId,
        vector: raw.map((value) => value / length),
      });
    }
  });
  // Every third cluster is left out: its photos have vectors, and are no longer there.
  const clusters = Array.from({ length: PHOTOS / CLUSTER }, (_, c) =>
    Array.from({ length: CLUSTER }, (_, i) => c * CLUSTER + i),
  ).filter((_, c) => c % 3 !== 0);
  await putMadeClusters(
    store,
    '/photos',
    clusters.map((members) => ({ members })),
  );
  return () => library.close();
});

describe('scoring a library', () => {
  it('counts exactly those at the threshold that a comparison with every vector counts', async () => {
    const { store, embedderId } = library;
    const scores = await scoreLibrary(library, embedderId, [label, { ...label, offset: -13 }]);
    const near = await settleNear(library, scores, { place: 0, label }, 0);
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(PHOTOS / 4);
    const rows = await store.vectors.get([...scores.ids]);
    expect(scores.ids.length).toBe((PHOTOS * 2) / 3);
    const cluster = await store.clusters.clusterIdsOf([...rows.values()].map((row) => row.sha1));
    const wanted: (string | null)[] = [];
    for (const [row, id] of scores.ids.entries()) {
      const { sha1, vector } = rows.get(id)!;
      const exact = logOddsOf(label, vector);
      expect(scores.logOdds[0]![row]! >= 0).toBe(exact >= 0);
      expect(Math.abs(scores.logOdds[1]![row]! - (exact - 1))).toBeLessThanOrEqual(scores.bound(1, row));
      wanted.push(cluster.get(sha1) ?? null);
    }
    const every = [...scores.ids.keys()];
    expect(await clustersOfRows(library, embedderId, scores, every)).toEqual(wanted);
    const few = every.filter((row) => row % 20 === 3);
    expect(await clustersOfRows(library, embedderId, scores, few)).toEqual(few.map((row) => wanted[row]));
  });
});

describe('what to ask', () => {
  const put = () =>
    library.store.labels.put({
      space: library.embedderId,
      inputs: '',
      vectors: PHOTOS,
      digests: { CK: '', AI: '' },
      labels: [{ model: label, quantiles: [], expectedShare: 0, expectedPrecision: null }],
    });
  const ask = (offset: number, limit: number) => whatToAsk(library, { offset, limit });

  it('is nothing where no label can be scored', async () => {
    expect(await ask(0, 5)).toEqual({ questions: [], isScored: true });
  });

  it('is what is unsure, page by page, each cluster once', async () => {
    await put();
    const first = (await ask(0, 10)).questions;
    const second = (await ask(10, 10)).questions;
    expect(new Set([...first, ...second].map(({ cluster }) => cluster)).size).toBe(20);
    expect((await ask(0, 20)).questions).toEqual([...first, ...second]);
    for (const { probability, label: name, photos, path } of first) {
      expect(probability).toBeGreaterThan(0.05);
      expect(probability).toBeLessThan(0.95);
      expect([name, photos]).toEqual(['flower', CLUSTER]);
      expect(path).toMatch(/^\/photos\/IMG_\d+\.jpg$/);
    }
  });

  it('leaves out clusters with an answer, also of one photo alone', async () => {
    await put();
    const [first] = (await ask(0, 1)).questions;
    await library.store.tags.putDecision(first!.medoid, { layer: 'CK', name: 'flower', verdict: 'rejected' });
    const clusters = (await ask(0, 1000)).questions.map(({ cluster }) => cluster);
    expect(clusters).not.toContain(first!.cluster);
    expect(clusters).toHaveLength((PHOTOS / CLUSTER) * (2 / 3) - 1);
  });

  it('of a word that was never taught is large clusters', async () => {
    await putMadeClusters(library.store, '/more', [
      { members: Array.from({ length: 50 }, (_, i) => 9000 + i) },
    ]);
    const page = await whatToAsk(library, { tag: { layer: 'CK', name: 'sea' }, offset: 0, limit: 3 });
    expect(page.isScored).toBe(false);
    expect(page.questions[0]).toMatchObject({ cluster: madeClusterId(0), photos: 50, probability: null });
  });
});
