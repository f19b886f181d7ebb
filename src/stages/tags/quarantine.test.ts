import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { configSchema } from '../../config/schema.ts';
import type { TagCandidate, Withheld } from '../../domain/tag.ts';
import { runStage } from '../../pipeline/run-stage.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { Tagger } from '../../taggers/tagger.ts';
import { tagsStage } from './index.ts';
import { tagRulesOf } from './tag-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-quarantine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STUDIO = configSchema.parse({}).heuristics.studio_black_vs_night;

const withheld = (name: string, why: Partial<Withheld> = {}): TagCandidate => ({
  name,
  score: 0.5,
  reason: `the caption says “${name}”`,
  withheld: { reason: 'nothing else says so', ...why },
});

describe('a word that a tagger withholds', () => {
  let store: Store;
  let count = 0;
  let base = 0;
  beforeEach(async () => {
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    const member = { membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true };
    await store.clusters.putWindow([
      {
        id: 'c',
        windowId: 'w',
        method: 'hdbscan',
        medoid: 'a',
        startMillis: 0,
        endMillis: 0,
        members: ['a', 'b'].map((sha1) => ({ sha1, ...member })),
      },
    ]);
    for (const item of ['a', 'b']) {
      await store.outcomes.put([
        { stage: 'scan', item, fingerprint: 'f', status: 'done', reason: null, digest: '' },
      ]);
    }
  });

  const tag = async (words: TagCandidate[], others: TagCandidate[] = [], layer: 'CK' | 'AI' = 'AI') => {
    const tagger = (id: string, candidates: TagCandidate[]): Tagger => ({
      id,
      layer,
      place: 'local',
      model: 'rule',
      version: '1',
      propose: async (cluster) => new Map(cluster.members.map(({ sha1 }) => [sha1, candidates])),
    });
    const taggers = [tagger('captions', words), tagger('objects', others)];
    const name = layer === 'AI' ? 'ai-tags' : 'ck-tags';
    const stage = tagsStage({
      store,
      name,
      layer,
      most: 9,
      base: base++,
      taggers,
      rules: tagRulesOf({ terms: [] }),
      studio: STUDIO,
    });
    await runStage(stage, { store, signal: new AbortController().signal });
    const names = (sha1: string) =>
      store.tags.proposalsOf([sha1]).then((found) => found.get(sha1)?.map(({ name }) => name) ?? []);
    const waiting = (await store.quarantine.words()).map(({ word }) => word);
    return { a: await names('a'), b: await names('b'), waiting };
  };

  it('is no proposal, and waits with its reason under the medoid', async () => {
    expect(await tag([withheld('tower')], [{ name: 'boat', score: 0.9, reason: 'seen' }])).toEqual({
      a: ['boat'],
      b: ['boat'],
      waiting: ['tower'],
    });
    expect(await store.quarantine.of(['a', 'b'])).toEqual(
      new Map([['a', [{ word: 'tower', reason: 'nothing else says so', source: 'captions' }]]]),
    );
  });

  it('does not wait where another tagger proposes the same word, in whatever form', async () => {
    const found = await tag([withheld('boats')], [{ name: 'boat', score: 0.9, reason: 'seen' }]);
    expect(found).toMatchObject({ a: ['boat'], waiting: [] });
  });

  it('is proposed for all members once the word was released, and goes back when that is taken back', async () => {
    await store.quarantine.putRule('tower', 'released');
    expect(await tag([withheld('towers')])).toEqual({ a: ['towers'], b: ['towers'], waiting: [] });
    await store.quarantine.putRule('tower', null);
    expect(await tag([withheld('towers')])).toMatchObject({ a: [], waiting: ['towers'] });
  });

  it('is not proposed where it cannot be, even if the word was released', async () => {
    await store.quarantine.putRule('paris', 'released');
    expect(await tag([withheld('paris', { isFinal: true })])).toMatchObject({
      a: [],
      waiting: ['paris'],
    });
  });

  it('is no proposal where the word was banned, and waits, so that the ban can be taken back', async () => {
    await store.quarantine.putRule('tower', 'banned');
    expect(await tag([withheld('towers')])).toEqual({ a: [], b: [], waiting: ['towers'] });
  });

  it('is not proposed where it was banned, even where another tagger sees it; taking the ban back brings it again', async () => {
    const seen = [{ name: 'boat', score: 0.9, reason: 'seen' }];
    await store.quarantine.putRule('boat', 'banned');
    expect(await tag([], seen)).toEqual({ a: [], b: [], waiting: ['boat'] });
    await store.quarantine.putRule('boat', null);
    expect(await tag([], seen)).toEqual({ a: ['boat'], b: ['boat'], waiting: [] });
  });

  it('of the controlled layer leaves the quarantine of the other as it is', async () => {
    await tag([withheld('tower')]);
    expect(await tag([withheld('bridge')], [], 'CK')).toMatchObject({ a: [], waiting: ['tower'] });
  });
});
