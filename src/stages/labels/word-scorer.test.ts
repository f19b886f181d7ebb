import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Vocabulary } from '../../config/vocabulary.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { madeEmbedder, madePicture } from './made-space.fixture.ts';
import { createWordScorer } from './word-scorer.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-words-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const vocabulary: Vocabulary = { terms: [], cities: [], concepts: [] };
const WORDS = ['lighthouse', 'harbor', 'market', 'orchid', 'cave'];
const sha1 = (i: number): string => i.toString(16).padStart(40, '0');

describe('scoring words of captions', () => {
  let store: Store;
  let count = 0;
  beforeEach(async () => {
    store = await openSqliteStore(join(home, `${count++}.sqlite`));
    await store.transaction(async (transaction) => {
      // One photo of ten shows a word each, half show none.
      for (let i = 0; i < 600; i++) {
        const vector = madePicture(i % 2 === 0 ? [] : [WORDS[(i >> 1) % 5]!], i);
        await transaction.photos.putEmbedding({ sha1: sha1(i), model: 'made', vector });
      }
    });
    return () => store.close();
  });
  const open = (embedder = madeEmbedder(/^a photo of /)) =>
    createWordScorer({ store, embedder, vocabulary, set: { space: 'made', vectors: 600 } });

  it('finds the pictures of a word, and hardly another', async () => {
    const scorer = (await open())!;
    await scorer.learn(WORDS);
    const isLikely = (word: string, shown: readonly string[], seed: number) => {
      const score = scorer.score(word, madePicture(shown, 5000 + seed))!;
      return score.probability >= score.threshold;
    };
    const seeds = Array.from({ length: 100 }, (_, i) => i);
    for (const word of WORDS) {
      const other = WORDS[(WORDS.indexOf(word) + 1) % WORDS.length]!;
      expect(seeds.filter((seed) => isLikely(word, [word], seed)).length, word).toBeGreaterThan(20);
      expect(seeds.filter((seed) => isLikely(word, [other], seed)).length, word).toBeLessThan(4);
      expect(seeds.filter((seed) => isLikely(word, [], seed)).length, word).toBeLessThan(4);
    }
  });

  it('scores a word the same whatever other words were learned, and in whatever company', async () => {
    const [one, other] = [(await open())!, (await open())!];
    await one.learn(['lighthouse']);
    await Promise.all([other.learn(['cave', 'orchid']), other.learn(['orchid', 'lighthouse', 'market'])]);
    const picture = madePicture(['lighthouse'], 9001);
    expect(other.score('lighthouse', picture)).toEqual(one.score('lighthouse', picture));
    expect(one.version).toBe(other.version);
  });

  it('knows words that are on the same pictures', async () => {
    const scorer = (await open(madeEmbedder(/^a photo of /, { beacon: 'lighthouse' })))!;
    await scorer.learn(['lighthouse', 'beacon', 'cave']);
    expect(scorer.areAlike('lighthouse', 'beacon')).toBe(true);
    expect(scorer.areAlike('lighthouse', 'cave')).toBe(false);
    expect(scorer.areAlike('lighthouse', 'never heard')).toBe(false);
  });

  it('says nothing of a word that it did not learn, and is not there without a text side', async () => {
    const scorer = (await open())!;
    expect(scorer.score('lighthouse', madePicture([], 1))).toBeNull();
    const wordless = { promptTemplate: undefined, embedTexts: async () => null };
    const set = { space: 'made', vectors: 600 };
    expect(await createWordScorer({ store, embedder: wordless, vocabulary, set })).toBeNull();
  });

  it('asks for each text once', async () => {
    const embedder = madeEmbedder(/^a photo of /);
    const scorer = (await open(embedder))!;
    await scorer.learn(['belfry', 'belfry']);
    await scorer.learn(['belfry', 'cave']);
    expect(embedder.asked.filter((text) => text === 'a photo of belfry')).toHaveLength(1);
  });
});
