import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import { toHalves, unitVectorOf } from '../../algorithms/half-floats.ts';
import { seededRandom } from '../../algorithms/seeded-random.ts';
import { openSqliteStore } from '../sqlite.ts';
import { databaseBefore } from './database-before.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-half-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIMENSIONS = 801;
const sha1 = (i: number): string => i.toString(16).padStart(40, '0');

const vectorOf = (i: number): Float32Array => {
  const random = seededRandom(i);
  const raw = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
};

const expected = (i: number): Float32Array => unitVectorOf(toHalves(vectorOf(i)));

/** A database as the version before half floats left it. */
async function oldDatabase(file: string, photos: number): Promise<void> {
  const { database, db } = await databaseBefore('011-half-precision-vectors', file);
  database.exec('begin');
  const insert = database.prepare('insert into embedding values (?, ?, ?)');
  for (let i = 0; i < photos; i++) insert.run(sha1(i), i % 10 === 0 ? 'old' : 'new', bytesOf(vectorOf(i)));
  database.exec('commit');
  await db.destroy();
}

const isSame = (one: Float32Array, other: Float32Array | undefined): boolean =>
  other !== undefined && bytesOf(one).equals(bytesOf(other));

const bytesOf = (vector: Float32Array) => Buffer.from(vector.buffer);

it('vectors of four bytes a number are read as what they become, taken over in pieces, and none is lost', async () => {
  const file = join(folder, 'index.sqlite');
  const photos = 2000;
  await oldDatabase(file, photos);
  const bytesBefore = statSync(file).size;

  let store = await openSqliteStore(file);
  expect(await store.vectors.countEarlier()).toBe(photos);
  const ids = Array.from({ length: photos }, (_, i) => sha1(i));
  const before = await store.photos.embeddingsOf(ids, 'new');
  expect(before.size).toBe(1800);
  expect(before.get(sha1(7))).toEqual(expected(7));
  expect(await store.vectors.modelsOf([sha1(0), sha1(1)])).toEqual(
    new Map([
      [sha1(0), 'old'],
      [sha1(1), 'new'],
    ]),
  );

  // Killed in the middle of it, and a photo that is embedded anew meanwhile.
  expect(await store.vectors.halveEarlier(700)).toBe(700);
  await store.photos.putEmbedding({ sha1: sha1(1999), model: 'newer', vector: vectorOf(5) });
  await store.close();
  store = await openSqliteStore(file);
  const between = await store.photos.embeddingsOf(ids, 'new');
  expect([...before].filter(([id, vector]) => !isSame(vector, between.get(id))).map(([id]) => id)).toEqual([
    sha1(1999),
  ]);
  while ((await store.vectors.halveEarlier(500)) > 0);
  expect(await store.vectors.countEarlier()).toBe(0);
  expect((await store.photos.embeddingsOf(ids, 'new')).get(sha1(1234))).toEqual(expected(1234));
  expect(await store.vectors.spaces()).toMatchObject([
    { model: 'new', vectors: 1799 },
    { model: 'old', vectors: 200 },
    { model: 'newer', vectors: 1 },
  ]);
  await store.close();
  // Half of it is free now, and is used for what comes next.
  expect(statSync(file).size).toBeLessThan(bytesBefore * 1.1);
});

it('one that is no vector makes its photo due again', async () => {
  const file = join(folder, 'broken.sqlite');
  await oldDatabase(file, 3);
  const database = new DatabaseSync(file);
  database
    .prepare('update embedding set vector = ? where sha1 = ?')
    .run(bytesOf(Float32Array.of(Number.NaN, 1)), sha1(1));
  for (const photo of [1, 2]) {
    database.prepare(`insert into outcome values ('embeddings', ?, 'f', 'done', null, 'd')`).run(sha1(photo));
  }
  database.close();
  const store = await openSqliteStore(file);
  expect((await store.photos.embeddingsOf([sha1(1), sha1(2)], 'new')).size).toBe(1);
  expect(await store.vectors.halveEarlier(100)).toBe(3);
  const settled = await store.outcomes.settled('embeddings', { after: null, limit: 10 });
  expect(settled.map(({ item }) => item)).toEqual([sha1(2)]);
  await store.close();
});
