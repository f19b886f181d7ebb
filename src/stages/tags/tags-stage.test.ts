import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TagCandidate } from '../../domain/tag.ts';
import { runStage } from '../../pipeline/run-stage.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import type { Tagger } from '../../taggers/tagger.ts';
import { type TagsTools, tagsStage } from './index.ts';
import { tagRulesOf } from './tag-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-tags-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tag = (name: string, score: number): TagCandidate => ({ name, score, reason: 'because it is so' });

describe('proposing tags', () => {
  let store: Store;
  let asked: string[];
  let count = 0;
  beforeEach(async () => {
    asked = [];
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    await store.clusters.putWindow([
      {
        id: 'c1',
        windowId: 'w',
        method: 'hdbscan',
        medoid: 'a',
        startMillis: 0,
        endMillis: 0,
        members: ['a', 'b'].map((sha1) => ({
          sha1,
          membership: 1,
          distanceToMedoid: 0,
          fits: true,
          burst: null,
          isBest: true,
        })),
      },
    ]);
  });
  afterEach(() => store.close());

  const tagger = (id: string, tags: TagCandidate[], place: Tagger['place'] = 'local'): Tagger => ({
    id,
    layer: 'AI',
    place,
    model: 'rule',
    version: '1',
    propose: async () => {
      asked.push(id);
      return new Map([['a', tags]]);
    },
  });
  const run = (parts: Partial<TagsTools>) =>
    runStage(
      tagsStage({
        store,
        name: 'ai-tags',
        layer: 'AI',
        taggers: [],
        most: 3,
        base: null,
        rules: tagRulesOf({ terms: [] }),
        studio: { enable: true, iso_threshold: 3200, face_required_for_studio: true, dark_ratio: 0.65 },
        ...parts,
      }),
      { store, signal: new AbortController().signal },
    );
  const names = async () =>
    (await store.tags.proposalsOf(['a'])).get('a')?.map((proposal) => proposal.name) ?? [];

  it('merges taggers, best first, each name once, at most as many as asked for', async () => {
    await run({
      taggers: [
        tagger('one', [tag('sea', 0.5), tag('fog', 0.9), tag('rain', 0.3)]),
        tagger('two', [tag('sea', 0.8), tag('snow', 0.4)]),
      ],
    });
    expect(await names()).toEqual(['fog', 'sea', 'snow']);
    const [, sea] = (await store.tags.proposalsOf(['a'])).get('a')!;
    expect(sea).toMatchObject({ score: 0.8, source: 'two', reason: 'because it is so' });
  });

  it('gives the place of what was rejected to another, and does its cluster anew after a rejection', async () => {
    const taggers = [tagger('one', [tag('fog', 0.9), tag('sea', 0.1)])];
    await run({ taggers, most: 1 });
    expect(await names()).toEqual(['fog']);
    await store.tags.putDecision('a', { layer: 'AI', name: 'fog', verdict: 'rejected' });
    expect(await run({ taggers, most: 1 })).toMatchObject({ done: 2 });
    expect(await names()).toEqual(['sea', 'fog']);
    expect(await run({ taggers, most: 1 })).toMatchObject({ done: 0 });
  });

  it('is not due after a decision that keeps nothing off a photo, or is of the other layer', async () => {
    const taggers = [tagger('one', [tag('fog', 0.9)])];
    await run({ taggers });
    await store.tags.putDecision('a', { layer: 'AI', name: 'fog', verdict: 'accepted' });
    await store.tags.putDecision('a', { layer: 'CK', name: 'fog', verdict: 'rejected' });
    expect(await run({ taggers })).toMatchObject({ done: 0 });
    expect(await names()).toEqual(['fog']);
  });

  it('is due again when something is learnt of a member, or the taggers change, and not otherwise', async () => {
    const taggers = [tagger('one', [tag('sea', 0.5)])];
    expect(await run({ taggers })).toMatchObject({ done: 2 });
    expect(await run({ taggers })).toMatchObject({ done: 0 });
    expect(await run({ taggers, most: 5 })).toMatchObject({ done: 2 });
    const dates = {
      stage: 'dates',
      item: 'b',
      fingerprint: 'f',
      status: 'done',
      reason: null,
      digest: 'new',
    } as const;
    await store.outcomes.put([dates]);
    expect(await run({ taggers, most: 5 })).toMatchObject({ done: 2 });
  });

  it('never asks a cloud tagger about a cluster that is not proven to show nobody', async () => {
    const taggers = [tagger('local', []), tagger('cloud', [], 'cloud')];
    await run({ taggers });
    expect(asked).toEqual(['local']);
    const seenNobody = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };
    for (const sha1 of ['a', 'b']) {
      await store.photos.putDetections(sha1, 'm', seenNobody, { verdict: 'no-people', reason: '' });
    }
    await run({ taggers, base: 'again' });
    expect(asked).toEqual(['local', 'local', 'cloud']);
  });
});
