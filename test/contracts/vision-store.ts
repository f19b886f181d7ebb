import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EgressEnd, EgressEntry, VisionKey, VisionResult } from '../../src/domain/vision.ts';
import type { Store } from '../../src/store/store.ts';
import {
  clusterId,
  fillWithClusters,
  type MadeMember,
  medoidOf,
  NOBODY,
  sha1Of,
} from '../vision/made-clusters.ts';
import type { StoreUnderTest } from './store.ts';

const KEY: VisionKey = { imageHash: 'i1', model: 'm', promptId: 'p' };

const entry = (changes: Partial<EgressEntry> = {}): EgressEntry => ({
  ...KEY,
  runId: 1,
  at: '2026-11-26T10:00:00.000Z',
  host: 'localhost:11434',
  photo: sha1Of('a'),
  bytes: 1234,
  reason: 'agreed to',
  reservedNanoUsd: 1000,
  ...changes,
});

const end = (changes: Partial<EgressEnd> = {}): EgressEnd => ({
  state: 'answered',
  countedNanoUsd: 400,
  reportedNanoUsd: 400,
  usage: { inputTokens: 3000, outputTokens: 50 },
  note: '',
  at: '2026-11-26T10:00:01.000Z',
  ...changes,
});

const WORDS = { tags: ['sea', 'blue glass'], places: [] };

/** What any store of the vision service does. */
export function visionStoreContract({ name, open }: StoreUnderTest): void {
  describe(`a store in ${name}: the vision service`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('keeps runs, and knows the one that did not come to its end', async () => {
      expect(await store.vision.openRun()).toBeNull();
      const first = await store.vision.startRun({ host: 'h', model: 'm', startedAt: 't1' });
      expect(await store.vision.openRun()).toEqual({ id: first.id, host: 'h', model: 'm', startedAt: 't1' });
      await store.vision.endRun(first.id, 't2');
      expect(await store.vision.openRun()).toBeNull();
      const second = await store.vision.startRun({ host: 'h', model: 'm', startedAt: 't3' });
      expect(second.id).toBeGreaterThan(first.id);
    });

    it('counts as spent what is settled, and in full what is only announced', async () => {
      expect(await store.vision.spentNanoUsd(1)).toBe(0);
      const one = await store.vision.announce(entry());
      await store.vision.announce(entry({ imageHash: 'i2' }));
      await store.vision.announce(entry({ imageHash: 'i3', runId: 2, reservedNanoUsd: 5e13 }));
      expect(await store.vision.spentNanoUsd(1)).toBe(2000);
      await store.vision.settle(one, end());
      expect(await store.vision.spentNanoUsd(1)).toBe(1400);
      expect(await store.vision.spentNanoUsd(2)).toBe(5e13);
    });

    it('sums up calls and cost of all runs by model and state', async () => {
      expect(await store.vision.spending()).toEqual([]);
      const one = await store.vision.announce(entry());
      await store.vision.announce(entry({ imageHash: 'i2', runId: 2 }));
      await store.vision.announce(entry({ imageHash: 'i3', model: 'a', reservedNanoUsd: 5e13 }));
      await store.vision.settle(one, end());
      expect(await store.vision.spending()).toEqual([
        { model: 'a', state: 'announced', calls: 1, nanoUsd: 5e13 },
        { model: 'm', state: 'announced', calls: 1, nanoUsd: 1000 },
        { model: 'm', state: 'answered', calls: 1, nanoUsd: 400 },
      ]);
    });

    it('settles a call once, and never takes that back', async () => {
      const id = await store.vision.announce(entry());
      await store.vision.settle(id, end());
      await store.vision.settle(id, end({ state: 'error', countedNanoUsd: 0 }));
      expect(await store.vision.egress({ after: 0, limit: 9 })).toEqual([{ id, ...entry(), end: end() }]);
    });

    it('settles as unknown what a killed run left, at the full price', async () => {
      const done = await store.vision.announce(entry());
      await store.vision.settle(done, end());
      const left = await store.vision.announce(entry({ imageHash: 'i2', photo: sha1Of('b') }));
      const [row] = await store.vision.settleLeftOver('2026-11-27T00:00:00.000Z');
      expect(row).toMatchObject({
        id: left,
        end: { state: 'unknown', countedNanoUsd: 1000, reportedNanoUsd: null },
      });
      expect(await store.vision.settleLeftOver('later')).toEqual([]);
      expect(await store.vision.unknown(KEY)).toEqual(new Set([sha1Of('b')]));
      expect(await store.vision.unknown({ ...KEY, model: 'another' })).toEqual(new Set());
      await store.vision.putAnswer({ ...KEY, imageHash: 'i2' }, { kind: 'answered', words: WORDS });
      expect(await store.vision.unknown(KEY)).toEqual(new Set());
    });

    it('lets what costs nothing be asked again', async () => {
      await store.vision.announce(entry({ reservedNanoUsd: 0 }));
      await store.vision.settleLeftOver('later');
      expect(await store.vision.unknown(KEY)).toEqual(new Set());
    });

    it('pages through calls, and gives the newest in their order', async () => {
      for (let index = 0; index < 5; index++) await store.vision.announce(entry({ imageHash: `i${index}` }));
      const page = await store.vision.egress({ after: 2, limit: 2 });
      expect(page.map(({ imageHash }) => imageHash)).toEqual(['i2', 'i3']);
      expect((await store.vision.lastEgress(2)).map(({ imageHash }) => imageHash)).toEqual(['i3', 'i4']);
    });

    it('keeps answers by picture, model and prompt', async () => {
      await store.vision.putAnswer(KEY, { kind: 'answered', words: WORDS });
      await store.vision.putAnswer({ ...KEY, model: 'other' }, { kind: 'refused', reason: 'no' });
      expect(await store.vision.answerTo(KEY)).toEqual({ kind: 'answered', words: WORDS });
      expect(await store.vision.answerTo({ ...KEY, model: 'other' })).toEqual({
        kind: 'refused',
        reason: 'no',
      });
      expect(await store.vision.answerTo({ ...KEY, promptId: 'other' })).toBeNull();
    });

    it('keeps the last word on each photo', async () => {
      const result: VisionResult = {
        ...KEY,
        sha1: sha1Of('a'),
        status: 'failed',
        words: WORDS,
        reason: 'down',
      };
      await store.vision.putResult(result);
      await store.vision.putResult({ ...result, status: 'answered', reason: '' });
      expect(await store.vision.resultsOf([sha1Of('a'), sha1Of('z')])).toEqual(
        new Map([[sha1Of('a'), { ...result, status: 'answered', reason: '' }]]),
      );
    });

    it('tells of each cluster who was checked by the detector of today, and what was found', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'photo-tag-candidates-'));
      const people: MadeMember = { ...NOBODY, verdict: 'people' };
      await fillWithClusters(store, folder, 'today', [
        [NOBODY, NOBODY],
        [people, { ...people, flag: 'lifted' }, { ...NOBODY, verdict: 'undecided' }],
        [
          { ...NOBODY, check: 'failed' },
          { ...NOBODY, check: 'stale' },
          { ...NOBODY, check: 'other proxy' },
        ],
        [
          { ...NOBODY, check: 'none', flag: 'lifted' },
          { ...NOBODY, flag: 'set' },
        ],
      ]);
      const candidates = await store.vision.candidates('today');
      expect(candidates.map(({ clusterId: id, tally }) => [id, tally])).toEqual([
        [clusterId(0), { members: 2, unchecked: 0, people: 0, undecided: 0 }],
        [clusterId(1), { members: 3, unchecked: 0, people: 1, undecided: 1 }],
        [clusterId(2), { members: 3, unchecked: 3, people: 0, undecided: 0 }],
        [clusterId(3), { members: 2, unchecked: 1, people: 1, undecided: 0 }],
      ]);
      expect(candidates[0]).toMatchObject({
        medoid: medoidOf(0),
        size: { widthPx: 320, heightPx: 213 },
        expectedTags: 0,
      });
      const gone = await store.vision.candidates(null);
      expect(gone.every(({ tally }) => tally.unchecked === tally.members)).toBe(true);
      expect(await store.vision.cluster(clusterId(1), 'today')).toMatchObject({
        medoid: medoidOf(1),
        members: expect.arrayContaining([
          { sha1: medoidOf(1), isChecked: true, verdict: 'people', flag: null },
          { sha1: sha1Of('photo 1.1'), isChecked: true, verdict: 'people', flag: 'lifted' },
        ]),
      });
      const ofNobody = await store.vision.cluster(clusterId(1), null);
      expect(ofNobody!.members.every(({ isChecked }) => !isChecked)).toBe(true);
      expect(await store.vision.cluster('no such', 'today')).toBeNull();
      rmSync(folder, { recursive: true });
    });
  });
}
