import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../../test/postgres.fixture.ts';
import { seededRandom } from '../../algorithms/seeded-random.ts';
import type { CaptureTime } from '../../domain/capture-time.ts';
import { DatabaseAddress } from '../../domain/database-address.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import type { StoreCopyRequest } from '../store-copy.ts';
import { copyStore, digestTables } from './copy-store.ts';

const sha1 = (i: number): string => i.toString(16).padStart(40, '0');
const PHOTOS = 1200;

/** A library with what is hard to carry: texts of all kinds, ids with gaps, numbers to the last bit, vectors. */
async function fill(store: Store): Promise<void> {
  const random = seededRandom(7);
  await store.transaction(async (one) => {
    await one.files.put(
      Array.from({ length: PHOTOS }, (_, i) => ({
        path: `/photos/${['plain', 'caf\u00e9', 'cafe\u0301', 'a "quoted"\n\t\\name', '🌊{,}'][i % 5]}/${i}.jpg`,
        root: '/photos',
        sizeBytes: 2 ** 40 + i,
        mtimeMicros: 1_400_000_000_000_001 + i,
        birthMicros: i % 3 === 0 ? null : -i,
        inode: '18446744073709551615',
        sha1: i % 7 === 0 ? null : sha1(i),
        status: 'present' as const,
        reason: i % 2 === 0 ? null : ['', 'NULL', '\\N', 'zero \0 byte', '\uFDD0'][i % 5]!,
      })),
    );
    for (let i = 0; i < PHOTOS; i++) {
      const vector = Float32Array.from({ length: 64 }, () => random() - 0.5);
      if (i % 4 === 0) await one.photos.putEmbedding({ sha1: sha1(i), model: i % 8 ? 'a' : 'b', vector });
    }
    const time = (wallMillis: number | null) =>
      ({ wallMillis, trustScore: 1 / 3, uncertain: true }) as CaptureTime;
    await one.photos.putCaptureTimes(
      new Map([1_400_000_000_000, 1_400_000_000_000.25, -0.5, null].map((at, i) => [sha1(i), time(at)])),
    );
    await one.tags.putProposals('CK', {
      sha1: sha1(1),
      proposals: [0.1 + 0.2, 1 / 3, 5e-324].map((score, i) => ({
        ...{
          layer: 'CK' as const,
          name: `tag ${i}`,
          score,
          reason: 'because',
          source: 'measured',
          model: 'rule',
        },
        ...{ probability: null, threshold: -0 },
      })),
    });
    // The last id was given and is gone.
    await one.photos.putEmbedding({ sha1: sha1(9999), model: 'a', vector: Float32Array.of(1, 0) });
    await one.photos.putEmbedding({ sha1: sha1(9999), model: 'a', vector: Float32Array.of(0, 1) });
  });
  const at = new Date(0).toISOString();
  for (const words of ['one', 'two']) {
    await store.deeds.record({ at, words, body: { kind: 'several', parts: [] } });
    await store.deeds.setTakenBack((await store.deeds.last())!.id, true);
  }
  await store.journal.startRun('write', 'write --apply');
}

describe.skipIf(!hasPostgres)('a library that is copied', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-copy-'));
  const sqlite = (name: string) => new DatabaseAddress(join(folder, name));
  const copy = (from: DatabaseAddress, to: DatabaseAddress, more: Partial<StoreCopyRequest> = {}) =>
    copyStore({ from, to, replace: false, signal: new AbortController().signal, ...more });
  const library = sqlite('library.sqlite');
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = startPostgres();
    const store = await openStore(library);
    await fill(store);
    await store.close();
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the same on Postgres, and the same again in another file', async () => {
    const postgres = await cluster.database();
    const there = await copy(library, postgres);
    const back = await copy(postgres, sqlite('back.sqlite'));
    expect(there).toEqual(await digestTables(library));
    expect(back).toEqual(there);
    expect(await digestTables(postgres)).toEqual(there);
    expect(there.find(({ table }) => table === 'file')?.rows).toBe(PHOTOS);
    expect(readdirSync(folder).filter((name) => name.startsWith('back'))).toEqual(['back.sqlite']);
  });

  it('answers the same questions, and gives ids that were never given', async () => {
    const postgres = await cluster.database();
    await copy(library, postgres);
    const [one, other] = [await openStore(library), await openStore(postgres)];
    for (const page of [null, '/photos/a']) {
      expect(await other.files.page({ after: page, limit: 700 })).toEqual(
        await one.files.page({ after: page, limit: 700 }),
      );
    }
    expect(await other.vectors.page('a', { after: 0, limit: 50 })).toEqual(
      await one.vectors.page('a', { after: 0, limit: 50 }),
    );
    expect(await other.tags.proposalsOf([sha1(1)])).toEqual(await one.tags.proposalsOf([sha1(1)]));
    const ids: (number | undefined)[][] = [];
    for (const store of [one, other]) {
      await store.photos.putEmbedding({ sha1: sha1(5000), model: 'a', vector: Float32Array.of(1, 0) });
      ids.push([
        (await store.vectors.idsOf([sha1(5000)], 'a')).get(sha1(5000)),
        await store.journal.startRun('write', ''),
        await store.deeds.record({ at: '', words: '', body: { kind: 'several', parts: [] } }),
      ]);
      await store.close();
    }
    expect(ids[1]).toEqual(ids[0]);
  });

  it('has vector spaces of its own, so that an index of the other one is not taken for its own', async () => {
    const copied = sqlite('spaces.sqlite');
    await copy(library, copied);
    const [one, other] = [await openStore(library), await openStore(copied)];
    const tokens = async (store: Store) => (await store.vectors.spaces()).map(({ token }) => token);
    expect(new Set([...(await tokens(one)), ...(await tokens(other))]).size).toBe(4);
    await one.close();
    await other.close();
  });

  it.each(['SQLite', 'Postgres'])(
    'is refused by %s where there is something, unless that is to go',
    async (kind) => {
      const target = kind === 'SQLite' ? sqlite('full.sqlite') : await cluster.database();
      const store = await openStore(target);
      await store.quarantine.putRule('word', 'banned');
      await store.close();
      const before = await digestTables(target);
      await expect(copy(library, target)).rejects.toMatchObject({
        code: 'USAGE',
        remedy: expect.stringContaining('--replace'),
      });
      expect(await digestTables(target)).toEqual(before);
      await copy(library, target, { replace: true });
      expect(await digestTables(target)).toEqual(await digestTables(library));
    },
  );

  it.each(['SQLite', 'Postgres'])('leaves %s as it was when it is stopped, at whatever row', async (kind) => {
    const target = kind === 'SQLite' ? sqlite('stopped.sqlite') : await cluster.database();
    const store = await openStore(target);
    await store.quarantine.putRule('word', 'banned');
    await store.close();
    const before = await digestTables(target);
    for (const step of ['copy', 'verify'] as const) {
      const stop = new AbortController();
      const copying = copy(library, target, {
        replace: true,
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.step === step && progress.done > PHOTOS / 2) stop.abort();
        },
      });
      await expect(copying).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(await digestTables(target)).toEqual(before);
    }
    expect(readdirSync(folder).filter((name) => name.includes('copying'))).toEqual([]);
  });

  it('is not put in the place of a file that somebody has open', async () => {
    const target = sqlite('open.sqlite');
    const store = await openStore(target);
    await store.quarantine.putRule('word', 'banned');
    await expect(copy(library, target, { replace: true })).rejects.toMatchObject({ code: 'LOCKED' });
    expect((await store.quarantine.rules()).size).toBe(1);
    await store.close();
    await copy(library, target, { replace: true });
  });

  it('is as it was at one moment, whatever is written meanwhile', async () => {
    const busy = await cluster.database();
    await copy(library, busy);
    const store = await openStore(busy);
    let wrote: Promise<void> | null = null;
    const copied = await copy(busy, sqlite('moment.sqlite'), {
      onProgress: () => {
        wrote ??= store.quarantine.putRule('late', 'banned');
      },
    });
    await wrote;
    expect((await store.quarantine.rules()).size).toBe(1);
    await store.close();
    expect(copied).toEqual(await digestTables(library));
  });

  it('is not begun where the other library is missing, is the same one or is at work', async () => {
    await expect(copy(sqlite('none.sqlite'), sqlite('x.sqlite'))).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: expect.stringContaining('none.sqlite'),
    });
    expect(existsSync(join(folder, 'none.sqlite'))).toBe(false);
    await expect(copy(library, library)).rejects.toMatchObject({ code: 'USAGE' });
    const target = await cluster.database();
    const store = await openStore(target);
    const lock = await store.lock({ command: 'run /photos' });
    await expect(copy(library, target)).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('run /photos'),
    });
    await lock.release();
    await store.close();
  });

  it('is thrown away where a single row is not what was read', async () => {
    const target = await cluster.database();
    await (await openStore(target)).close();
    const client = new pg.Client(target.reveal());
    await client.connect();
    await client.query(`
      create function spoil() returns trigger language plpgsql as $$
        begin new.size_bytes := new.size_bytes + 1; return new; end $$;
      create trigger spoil before insert on file for each row when (new.path like '%/77.jpg') execute function spoil()`);
    await expect(copy(library, target)).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      message: expect.stringContaining('copy of table file'),
    });
    const { rows } = await client.query('select count(*) as files from file');
    expect(rows).toEqual([{ files: '0' }]);
    await client.end();
  });
});
