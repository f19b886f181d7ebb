import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Description } from '../domain/description.ts';
import type { Captioner } from '../models/captioner.ts';
import { runStage } from '../pipeline/run-stage.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { captionsStage } from './captions.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-captions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const said = (caption: string): Description => ({ caption, detailedCaption: '', objects: [], text: null });

describe('describing medoids', () => {
  let store: Store;
  let asked: string[];
  let count = 0;

  const captioner = (id = 'one'): Captioner => ({
    id,
    async describe(jpegs) {
      const names = jpegs.map((jpeg) => basename(jpeg, '.jpg'));
      asked.push(...names);
      return names.map((name) => (name === 'c' ? new Error('no picture') : said(`${id} sees ${name}`)));
    },
    close: async () => {},
  });
  const run = async (by: Captioner | null = captioner()) => {
    asked = [];
    const stage = captionsStage({ store, captioner: by, cacheFolder: '/cache', idle: 'none was pulled' });
    return { ...(await runStage(stage, { store, signal: new AbortController().signal })), idle: stage.idle };
  };
  const cluster = (id: string, medoid: string, members: string[]) =>
    store.clusters.putWindow([
      {
        id,
        windowId: id,
        method: 'hdbscan',
        medoid,
        startMillis: 0,
        endMillis: 0,
        members: members.map((sha1) => ({
          sha1,
          membership: 1,
          distanceToMedoid: 0,
          fits: true,
          burst: null,
          isBest: true,
        })),
      },
    ]);
  const proxy = (sha1: string, digest = 'd') =>
    store.outcomes.put([
      { stage: 'proxies', item: sha1, fingerprint: 'f', status: 'done', reason: null, digest },
    ]);

  beforeEach(async () => {
    store = await openSqliteStore(join(folder, `${count++}.sqlite`));
    await cluster('1', 'a', ['a', 'b']);
    await cluster('2', 'c', ['c']);
    for (const sha1 of ['a', 'b', 'c']) {
      await store.outcomes.put([
        { stage: 'scan', item: sha1, fingerprint: 'f', status: 'done', reason: null, digest: '' },
      ]);
      await proxy(sha1);
    }
  });

  it('asks about medoids alone; a picture that cannot be read is a row with its reason', async () => {
    expect(await run()).toMatchObject({ done: 2, failed: 1 });
    expect(asked).toEqual(['a', 'c']);
    expect(await store.descriptions.of(['a', 'b', 'c'])).toEqual(new Map([['a', said('one sees a')]]));
    expect(await store.outcomes.problems()).toMatchObject([
      { stage: 'captions', item: 'c', reason: 'no picture' },
    ]);
  });

  it('does nothing twice', async () => {
    await run();
    expect(await run()).toMatchObject({ total: 0 });
  });

  it('asks about a new medoid, and not again about one that was described before', async () => {
    await run();
    await cluster('1', 'b', ['a', 'b']);
    await run();
    expect(asked).toEqual(['b']);
    await cluster('1', 'a', ['a', 'b']);
    await run();
    expect(asked).toEqual([]);
  });

  it('asks again with another captioner, or where the proxy is another', async () => {
    await run();
    await proxy('a', 'another');
    await run();
    expect(asked).toEqual(['a']);
    await run(captioner('two'));
    expect(asked).toEqual(['a', 'c']);
    expect((await store.descriptions.of(['a'])).get('a')).toEqual(said('two sees a'));
  });

  it('has nothing due without a captioner, says why, and keeps what was said before', async () => {
    await run();
    expect(await run(null)).toMatchObject({ total: 0, idle: 'none was pulled' });
    expect((await store.descriptions.of(['a'])).size).toBe(1);
  });
});
