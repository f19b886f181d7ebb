import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoTagError } from '../domain/errors.ts';
import { done, failed, type Outcome } from '../domain/outcome.ts';
import { type PhotoStageParts, photoStage } from '../stages/photo-stage.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { Progress } from './progress.ts';
import { runStage } from './run-stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const photo = (index: number): string => index.toString(16).padStart(40, '0');
const never = new AbortController().signal;

describe('running a stage', () => {
  let store: Store;
  let kept: string[];
  let count = 0;
  beforeEach(async () => {
    kept = [];
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    await store.outcomes.put(
      Array.from({ length: 25 }, (_, index) => ({
        stage: 'scan',
        item: photo(index),
        fingerprint: '',
        status: 'done',
        reason: null,
        digest: '',
      })),
    );
  });
  afterEach(() => store.close());

  const stage = (parts: Partial<PhotoStageParts<string>> = {}) =>
    photoStage<string>(store, {
      name: 'proxies',
      base: 'v1',
      dependsOn: [],
      batchSize: 4,
      lanes: 2,
      run: async (batch) => batch.map((item) => done(`proxy of ${item.sha1}`)),
      keep: async (_, made) => {
        kept.push(...made.keys());
      },
      ...parts,
    });

  it('does every due photo once, and nothing the second time', async () => {
    const first = await runStage(stage(), { store, signal: never });
    expect(first).toMatchObject({ done: 25, total: 25, failed: 0 });
    expect(kept.toSorted()).toEqual(Array.from({ length: 25 }, (_, index) => photo(index)));
    expect(await runStage(stage(), { store, signal: never })).toMatchObject({ done: 0, total: 0 });
    expect(kept).toHaveLength(25);
  });

  it('does everything again when its configuration changes', async () => {
    await runStage(stage(), { store, signal: never });
    expect(await runStage(stage({ base: 'v2' }), { store, signal: never })).toMatchObject({ done: 25 });
  });

  it('keeps a bad photo as a row with its reason, and goes on', async () => {
    const run = async (batch: readonly { sha1: string }[]): Promise<Outcome<string>[]> =>
      batch.map(({ sha1 }) => (sha1 === photo(7) ? failed('truncated') : done('good')));
    expect(await runStage(stage({ run }), { store, signal: never })).toMatchObject({ done: 25, failed: 1 });
    expect(await store.outcomes.problems()).toMatchObject([
      { stage: 'proxies', item: photo(7), status: 'failed', reason: 'truncated' },
    ]);
    expect(await runStage(stage({ run }), { store, signal: never })).toMatchObject({ total: 0 });
  });

  it('stops with the error of a broken tool, keeps what was done, and goes on from there', async () => {
    let batches = 0;
    const broken = stage({
      lanes: 1,
      run: async (batch) => {
        if (++batches === 3) throw new PhotoTagError('DISK_FULL', 'no space', { remedy: 'free some' });
        return batch.map(() => done('good'));
      },
    });
    await expect(runStage(broken, { store, signal: never })).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(kept).toHaveLength(8);
    expect(await runStage(stage(), { store, signal: never })).toMatchObject({ done: 17 });
  });

  it('finishes the batches in hand after Ctrl-C, and starts no other', async () => {
    const stop = new AbortController();
    const interrupted = stage({
      lanes: 1,
      run: async (batch) => {
        stop.abort();
        return batch.map(() => done('good'));
      },
    });
    expect(await runStage(interrupted, { store, signal: stop.signal })).toMatchObject({ done: 4, total: 25 });
    expect(kept).toHaveLength(4);
    expect(await runStage(stage(), { store, signal: never })).toMatchObject({ done: 21 });
  });

  it('keeps neither result nor outcome when saving fails half-way', async () => {
    const half = stage({
      keep: async (transaction, made) => {
        for (const sha1 of made.keys()) {
          await transaction.tags.putDecision(sha1, { layer: 'CK', name: 'half', verdict: 'added' });
          if (sha1 === photo(2)) throw new Error('power cut');
        }
      },
    });
    await expect(runStage(half, { store, signal: never })).rejects.toThrow('power cut');
    const decided = await store.tags.decisionsOf(Array.from({ length: 4 }, (_, index) => photo(index)));
    expect(decided.size).toBe(0);
    expect((await store.outcomes.of('proxies', [photo(0), photo(1), photo(2), photo(3)])).size).toBe(0);
  });

  it('refuses a stage that loses an item', async () => {
    const lossy = stage({ run: async (batch) => batch.slice(1).map(() => done('good')) });
    await expect(runStage(lossy, { store, signal: never })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });

  it('tells how far it is, from nothing to the end', async () => {
    const seen: Progress[] = [];
    await runStage(stage(), { store, signal: never, onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toMatchObject({ stage: 'proxies', unit: 'photos', done: 0, total: 25 });
    expect(seen.at(-1)).toMatchObject({ done: 25, secondsLeft: 0 });
  });
});
