import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../algorithms/seeded-random.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { Vocabulary } from '../../config/vocabulary.ts';
import { createOnnxEmbedder, type OnnxEmbedder } from '../../models/onnx/embedder.ts';
import { makeModel, SMALL_IMAGE } from '../../models/onnx/made-model.fixture.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { scoredTagger } from '../../taggers/scored.ts';
import { type LabelTools, refreshLabels, spaceWithLabels } from './refresh-labels.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-labels-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sha1 = (i: number): string => i.toString(16).padStart(40, '0');

/** One photo of five has the label: what most photos have would be none. */
const hasLabel = (i: number): boolean => i % 5 === 1;

/** Unit vectors of two kinds that hardly overlap. */
function madeVectors(count: number, dimensions: number): Float32Array[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => {
    const raw = Float32Array.from(
      { length: dimensions },
      (_value, k) => random() - 0.5 + (k === Number(hasLabel(i)) ? 2 : 0),
    );
    const length = Math.hypot(...raw);
    return raw.map((value) => value / length);
  });
}

const vocabularyOf = (...names: string[]): Vocabulary => ({
  terms: names.map((name): SeedTerm => ({ name, kind: 'subject' })),
  cities: [],
  concepts: [],
});

const wordless = { embedTexts: async () => null, promptTemplate: undefined };

let made = 0;
let store: Store;
beforeEach(async () => {
  store = await openSqliteStore(join(home, `library-${made++}`, 'index.sqlite'));
  return () => store.close();
});

async function putPhotos(count: number, space: string, dimensions = 8, from = 0): Promise<void> {
  await store.transaction(async (transaction) => {
    for (const [i, vector] of madeVectors(count, dimensions).entries()) {
      await transaction.photos.putEmbedding({ sha1: sha1(from + i), model: space, vector });
    }
  });
}

const decide = async (name: string, from: number, to: number) => {
  for (let i = from; i < to; i++) {
    await store.tags.putDecision(sha1(i), {
      layer: 'CK',
      name,
      verdict: hasLabel(i) ? 'accepted' : 'rejected',
    });
  }
};

describe('label models', () => {
  const tools = (changes: Partial<LabelTools> = {}): LabelTools => ({
    store,
    space: 'm1',
    embedder: wordless,
    vocabulary: vocabularyOf('odd', 'sea'),
    ...changes,
  });

  it('are none for a library too small to compare with', async () => {
    await putPhotos(20, 'm1');
    await decide('odd', 0, 20);
    expect(await refreshLabels(tools())).toBeNull();
  });

  it('are of taught words alone where the model takes no words, and tell what was taught', async () => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const set = (await refreshLabels(tools()))!;
    expect(set.labels.map(({ model }) => [model.name, model.basis, model.accepted, model.rejected])).toEqual([
      ['odd', 'taught', 4, 16],
    ]);
    expect(set.labels[0]!.expectedShare).toBeGreaterThan(0.15);
    expect(set.labels[0]!.expectedShare).toBeLessThan(0.25);
  });

  it.each([
    { accepted: 1, withheld: 'taught by 1 photo alone: 3 are the least' },
    { accepted: 2, withheld: 'taught by 2 photos alone: 3 are the least' },
    { accepted: 3, withheld: null },
  ])('of $accepted accepted photos and no text are withheld: $withheld', async ({ accepted, withheld }) => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, accepted * 5);
    expect((await refreshLabels(tools()))!.labels[0]!.model).toMatchObject({ accepted, withheld });
  });

  it('of a word learn from the words below it, and not from what those are not', async () => {
    await putPhotos(200, 'm1');
    await decide('orchid', 0, 40);
    // Of the eight orchids, one is said to be no flower.
    await store.tags.putDecision(sha1(1), { layer: 'CK', name: 'flower', verdict: 'rejected' });
    const terms: SeedTerm[] = [
      { name: 'flower', kind: 'subject' },
      { name: 'orchid', kind: 'subject', parent: 'flower' },
    ];
    const { labels } = (await refreshLabels(tools({ vocabulary: { terms, cities: [], concepts: [] } })))!;
    expect(labels.map(({ model }) => [model.name, model.accepted, model.rejected])).toEqual([
      ['flower', 7, 1],
      ['orchid', 8, 32],
    ]);
  });

  it('stay the same when nothing changed, and for a library that grew by a fifth', async () => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const set = await refreshLabels(tools());
    expect(await refreshLabels(tools())).toEqual(set);
    await putPhotos(40, 'm1', 8, 1000);
    expect(await refreshLabels(tools())).toEqual(set);
    await putPhotos(20, 'm1', 8, 2000);
    expect(await refreshLabels(tools())).toMatchObject({ vectors: 260 });
  });

  it.each<{ what: string; change: () => Promise<unknown>; vocabulary?: Vocabulary }>([
    { what: 'one more decision', change: () => decide('odd', 20, 21) },
    {
      what: 'a decision that was turned round',
      change: () => store.tags.putDecision(sha1(1), { layer: 'CK', name: 'odd', verdict: 'rejected' }),
    },
    { what: 'another word that was taught', change: () => decide('sea', 30, 36) },
    { what: 'a word that went', change: async () => {}, vocabulary: vocabularyOf('sea') },
  ])('are made anew for $what', async ({ change, vocabulary = vocabularyOf('odd', 'sea') }) => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const before = (await refreshLabels(tools()))!;
    await change();
    const after = (await refreshLabels(tools({ vocabulary })))!;
    expect(after.digests.CK).not.toBe(before.digests.CK);
    expect(after.digests.AI).toBe(before.digests.AI);
    expect(await store.labels.get('m1')).toEqual(after);
  });

  it('do not change for decisions on places and on words that are none', async () => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const before = await refreshLabels(tools());
    await decide('Paris', 0, 10);
    expect(await refreshLabels(tools())).toEqual(before);
  });

  it('are kept by space, and found again where the model is no longer on the disk', async () => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const set = await refreshLabels(tools());
    await putPhotos(300, 'm2', 8, 5000);
    expect(await spaceWithLabels(store)).toBe('m1');
    await decide('odd', 20, 40);
    expect(await refreshLabels(tools({ embedder: null }))).toEqual(set);
    expect(await refreshLabels(tools({ embedder: null, space: 'm2' }))).toBeNull();
  });

  it('count a cluster like a few photos, however many were decided with it', async () => {
    await putPhotos(200, 'm1');
    await store.clusters.putWindow([
      {
        id: 'c1',
        windowId: 'w1',
        method: 'hdbscan',
        medoid: sha1(0),
        startMillis: null,
        endMillis: null,
        members: Array.from({ length: 100 }, (_, i) => ({
          sha1: sha1(i),
          membership: 1,
          distanceToMedoid: 0,
          fits: true,
          burst: null,
          isBest: true,
        })),
      },
    ]);
    await decide('odd', 0, 104);
    const { model } = (await refreshLabels(tools()))!.labels[0]!;
    // Four of each verdict of the cluster, and 100 to 103 beside it.
    expect([model.accepted, model.rejected]).toEqual([5, 7]);
  });
});

describe('label models of a network that takes words', () => {
  let embedder: OnnxEmbedder;
  beforeEach(async () => {
    const modelsDir = join(home, 'models');
    const entry = makeModel(modelsDir);
    const options = { entry, modelsDir, device: 'cpu', precision: 'fp32', batchSize: 4, workers: 1 } as const;
    embedder = await createOnnxEmbedder(options);
    return () => embedder.close();
  });

  it('are of every word by text, and learn beside it', async () => {
    await putPhotos(200, embedder.id, SMALL_IMAGE.dimensions);
    const tools = { store, space: embedder.id, embedder, vocabulary: vocabularyOf('odd', 'sea', 'moon') };
    const byText = (await refreshLabels(tools))!;
    expect(byText.labels.map(({ model }) => [model.name, model.basis])).toEqual([
      ['odd', 'text'],
      ['sea', 'text'],
      ['moon', 'text'],
    ]);
    await decide('odd', 0, 20);
    const taught = (await refreshLabels(tools))!;
    expect(taught.labels.map(({ model }) => model.basis)).toEqual(['text and taught', 'text', 'text']);
  });
});

describe('the tagger of label models', () => {
  it('proposes what reaches the threshold, with probability, threshold and a reason in words', async () => {
    await putPhotos(200, 'm1');
    await decide('odd', 0, 20);
    const tagger = scoredTagger(() =>
      refreshLabels({ store, space: 'm1', embedder: wordless, vocabulary: vocabularyOf('odd') }),
    );
    const versionBefore = tagger.version;
    await tagger.prepare!();
    expect(tagger.version).not.toBe(versionBefore);
    expect(tagger.model).toBe('m1');
    const vectors = await store.photos.embeddingsOf([101, 102, 106, 104].map(sha1), 'm1');
    const members = [101, 102, 106, 104, 999].map((i) => ({
      sha1: sha1(i),
      files: [],
      metadata: null,
      captureTime: null,
      proxy: null,
      vector: vectors.get(sha1(i)) ?? null,
      detections: null,
      people: null,
    }));
    const facts = { cluster: {}, people: 'no-people', members } as unknown as Parameters<
      typeof tagger.propose
    >[0];
    const proposed = await tagger.propose(facts);
    expect([...proposed].map(([, candidates]) => candidates.length)).toEqual([1, 0, 1, 0, 0]);
    const [candidate] = proposed.get(sha1(101))!;
    expect(candidate).toMatchObject({
      name: 'odd',
      threshold: expect.any(Number),
      reason: expect.stringMatching(
        /^looks like “odd” \(0\.\d\d\), more than \d+(\.\d)? % of your photos; taught by 20 photos$/,
      ),
    });
    expect(candidate!.probability).toBeGreaterThanOrEqual(candidate!.threshold!);
  });
});
