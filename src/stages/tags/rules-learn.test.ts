import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../domain/tag.ts';
import { runStage } from '../../pipeline/run-stage.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { photoRule } from '../../taggers/photo-rule.ts';
import { tagsStage } from './index.ts';
import { tagRulesOf } from './tag-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CLUSTERS = Array.from({ length: 12 }, (_, index) => `c${index}`);
const FRAMES = 5;
const photosOf = (cluster: string): string[] =>
  Array.from({ length: FRAMES }, (_, frame) => `${cluster}-${frame}`);

/** Proposes macro, half sure, everywhere, as a macro lens does. */
const lens = photoRule({
  id: 'measured',
  layer: 'CK',
  version: '1',
  candidates: () => [{ name: 'macro', score: 0.55, probability: 0.55, reason: 'taken with a macro lens' }],
});

describe('a rule that the user keeps rejecting', () => {
  let store: Store;
  let count = 0;
  beforeEach(async () => {
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    for (const id of CLUSTERS) {
      const members = photosOf(id).map((sha1) => ({
        sha1,
        membership: 1,
        distanceToMedoid: 0,
        fits: true,
        burst: 0,
        isBest: false,
      }));
      const medoid = members[0]!.sha1;
      await store.clusters.putWindow([
        { id, windowId: id, method: 'hdbscan', medoid, startMillis: 0, endMillis: 0, members },
      ]);
    }
  });
  afterEach(() => store.close());

  /** How many photos were due. */
  const run = async (): Promise<number> => {
    const stage = tagsStage({
      store,
      name: 'ck-tags',
      layer: 'CK',
      taggers: [lens],
      most: 3,
      base: null,
      rules: tagRulesOf({ terms: [] }),
      studio: { enable: true, iso_threshold: 3200, face_required_for_studio: true, dark_ratio: 0.65 },
    });
    const { done } = await runStage(stage, { store, signal: new AbortController().signal });
    return done;
  };
  const say = async (cluster: string, verdict: Decision['verdict']): Promise<void> => {
    for (const sha1 of photosOf(cluster)) {
      await store.tags.putDecision(sha1, { layer: 'CK', name: 'macro', verdict });
    }
  };
  const proposing = async (): Promise<string[]> => {
    const proposals = await store.tags.proposalsOf(CLUSTERS.flatMap(photosOf));
    return CLUSTERS.filter((cluster) => photosOf(cluster).some((sha1) => proposals.get(sha1)?.length));
  };

  it('stops elsewhere after three clusters, whatever their size, and stays on record where it was rejected', async () => {
    await run();
    expect(await proposing()).toEqual(CLUSTERS);
    const due: number[] = [];
    for (const cluster of ['c0', 'c1', 'c2']) {
      await say(cluster, 'rejected');
      due.push(await run());
    }
    // The first two make nothing due but themselves; the third changes the rule.
    expect(due).toEqual([FRAMES, FRAMES, CLUSTERS.length * FRAMES]);
    expect(await proposing()).toEqual(['c0', 'c1', 'c2']);
    expect(await run()).toBe(0);
  });

  it('comes back when the user thinks better of it', async () => {
    await run();
    for (const cluster of ['c0', 'c1', 'c2']) await say(cluster, 'rejected');
    await run();
    for (const cluster of ['c0', 'c1']) await say(cluster, 'accepted');
    await run();
    expect(await proposing()).toEqual(CLUSTERS);
  });

  it('is not stopped by many frames of one cluster', async () => {
    await run();
    await say('c0', 'rejected');
    expect(await run()).toBe(FRAMES);
    expect(await proposing()).toEqual(CLUSTERS);
  });

  it('says that it is likelier where it is always kept', async () => {
    await run();
    for (const cluster of CLUSTERS.slice(0, 8)) await say(cluster, 'accepted');
    await run();
    const [proposal] = (await store.tags.proposalsOf(['c9-0'])).get('c9-0')!;
    expect(proposal!.probability).toBeGreaterThan(0.75);
    expect(proposal!.reason).toBe('taken with a macro lens; likelier by your decisions on other photos');
  });
});
