import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { product } from '../algorithms/nearest/exact-nearest.ts';
import { seededRandom } from '../algorithms/seeded-random.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { PackedVectorIndex } from './packed-index.ts';
import type { Neighbour } from './vector-index.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-vectors-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sha1 = (i: number): string => i.toString(16).padStart(40, '0');

/** Unit vectors around a few centres, all with a large part in common, as those of real models. */
function madeVectors(seed: number, count: number, dimensions: number): Float32Array[] {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const common = Float32Array.from({ length: dimensions }, normal);
  const centres = Array.from({ length: 5 }, () => Float32Array.from({ length: dimensions }, normal));
  return Array.from({ length: count }, (_, i) => {
    const centre = centres[i % 5]!;
    const raw = Float32Array.from(common, (value, k) => 2 * value + centre[k]! + normal() * 0.7);
    const length = Math.hypot(...raw);
    return raw.map((value) => value / length);
  });
}

/** By comparing with every vector that the store has. */
async function directly(
  store: Store,
  model: string,
  query: Float32Array,
  count: number,
): Promise<Neighbour[]> {
  const rows = await store.vectors.page(model, { after: 0, limit: 100_000 });
  return rows
    .map((row) => ({ sha1: row.sha1, score: product(query, row.vector) }))
    .sort((a, b) => b.score - a.score || (a.sha1 < b.sha1 ? -1 : 1))
    .slice(0, count);
}

let folder: string;
let store: Store;
let made = 0;
beforeEach(async () => {
  folder = join(home, `library-${made++}`);
  store = await openSqliteStore(join(folder, 'index.sqlite'));
  return () => store.close();
});

const open = (model = 'm1') =>
  new PackedVectorIndex({ store: store.vectors, model, folder: join(folder, 'vectors') });
const put = (vectors: readonly Float32Array[], from = 0, model = 'm1') =>
  store.transaction(async (transaction) => {
    for (const [i, vector] of vectors.entries()) {
      await transaction.photos.putEmbedding({ sha1: sha1(from + i), model, vector });
    }
  });
const filesOf = (kind: string): string[] =>
  readdirSync(join(folder, 'vectors')).filter((file) => file.endsWith(kind));

async function expectExact(index: PackedVectorIndex, query: Float32Array, count: number, model = 'm1') {
  const [found] = await index.nearest({ queries: [query], count });
  expect(found).toEqual(await directly(store, model, query, count));
}

describe('the nearest', () => {
  it('are none where there are no vectors', async () => {
    const index = open();
    expect(await index.refresh()).toBe(0);
    expect(await index.nearest({ queries: [Float32Array.of(1)], count: 3 })).toEqual([[]]);
  });

  it.each([1, 2, 5, 64, 65, 512, 801])(
    'of %d dimensions are those of comparing with every vector',
    async (d) => {
      const vectors = madeVectors(d, 600, d);
      await put(vectors);
      const index = open();
      expect(await index.refresh()).toBe(600);
      for (const count of [1, 7, 100, 600, 1000]) {
        await expectExact(index, vectors[count % 600]!, count);
        await expectExact(
          index,
          madeVectors(d + count, 1, d)[0]!.map((value) => -3 * value),
          count,
        );
      }
    },
  );

  it('are in order of SHA-1 where products are equal, also at the end of the list', async () => {
    const [vector, other] = madeVectors(1, 2, 64);
    await put([...Array.from({ length: 50 }, () => vector!), ...Array.from({ length: 50 }, () => other!)]);
    const index = open();
    await index.refresh();
    for (const count of [1, 10, 50, 60]) await expectExact(index, vector!, count);
  });

  it('of vectors that hardly differ are told apart by what codes leave out', async () => {
    const base = madeVectors(3, 1, 128)[0]!;
    const random = seededRandom(5);
    await put(Array.from({ length: 500 }, () => base.map((value) => value + (random() - 0.5) * 0.002)));
    const index = open();
    await index.refresh();
    await expectExact(index, base, 20);
  });

  it('of several queries at once are those of each alone', async () => {
    const vectors = madeVectors(11, 400, 96);
    await put(vectors);
    const index = open();
    await index.refresh();
    const queries = vectors.slice(0, 5);
    const together = await index.nearest({ queries, count: 9 });
    for (const [i, query] of queries.entries()) {
      expect([together[i]]).toEqual(await index.nearest({ queries: [query], count: 9 }));
    }
  });

  it('of a zero query are the first by SHA-1', async () => {
    await put(madeVectors(1, 20, 8));
    const index = open();
    await index.refresh();
    await expectExact(index, new Float32Array(8), 5);
  });

  it('among some are those of comparing with each of them', async () => {
    const vectors = madeVectors(17, 500, 64);
    await put(vectors);
    const index = open();
    await index.refresh();
    const ids = (await store.vectors.ids('m1')).filter((_, i) => i % 7 === 3);
    const allowed = new Set([...(await store.vectors.get([...ids])).values()].map((row) => row.sha1));
    const [found] = await index.nearest({ queries: [vectors[0]!], count: 20, among: ids });
    const all = await directly(store, 'm1', vectors[0]!, 500);
    expect(found).toEqual(all.filter((row) => allowed.has(row.sha1)).slice(0, 20));
  });

  it.each([0, 3, 40, 1000])(
    'are found behind others that are refused, where %d are accepted',
    async (accepted) => {
      const vectors = madeVectors(23, 1000, 64);
      await put(vectors);
      const index = open();
      await index.refresh();
      const all = await directly(store, 'm1', vectors[0]!, 1000);
      // The farthest ones: all that is near is refused.
      const may = new Set(all.slice(1000 - accepted).map((row) => row.sha1));
      const [found] = await index.nearest({
        queries: [vectors[0]!],
        count: 10,
        accept: async (sha1s) => new Set(sha1s.filter((one) => may.has(one))),
      });
      expect(found).toEqual(all.filter((row) => may.has(row.sha1)).slice(0, 10));
    },
  );
});

describe('an index that is refreshed', () => {
  it('knows vectors that were added, replaced and given to another model', async () => {
    const vectors = madeVectors(31, 300, 64);
    await put(vectors.slice(0, 200));
    const index = open();
    await index.refresh();
    await put(vectors.slice(200), 200);
    await put([vectors[299]!], 5);
    await put(madeVectors(32, 40, 128), 100, 'm2');
    expect(await index.refresh()).toBe(260);
    await expectExact(index, vectors[299]!, 30);
    const other = open('m2');
    expect(await other.refresh()).toBe(40);
    await expectExact(other, madeVectors(32, 1, 128)[0]!, 30, 'm2');
  });

  it('closes the gaps of vectors that are gone', async () => {
    const vectors = madeVectors(37, 2600, 16);
    await put(vectors);
    const index = open();
    await index.refresh();
    await put(madeVectors(38, 1300, 16), 0, 'm2');
    expect(await index.refresh()).toBe(1300);
    await expectExact(index, vectors[2000]!, 25);
    expect(await open().refresh()).toBe(1300);
    expect(filesOf('.gone')).toHaveLength(0);
  });

  it('has one answer with a mean of a few rows and of many', async () => {
    const vectors = madeVectors(41, 1200, 32);
    await put(vectors.slice(0, 1));
    const index = open();
    await index.refresh();
    await expectExact(index, vectors[7]!, 5);
    await put(vectors.slice(1, 3), 1);
    await index.refresh();
    await expectExact(index, vectors[7]!, 5);
    await put(vectors.slice(3), 3);
    expect(await index.refresh()).toBe(1200);
    await expectExact(index, vectors[7]!, 50);
  });

  it('says how far it is', async () => {
    await put(madeVectors(43, 2500, 8));
    const seen: string[] = [];
    await open().refresh((done, total) => seen.push(`${done}/${total}`));
    expect(seen).toEqual(['2048/2500']);
  });
});

describe('what is kept on disk', () => {
  const vectors = madeVectors(51, 300, 64);

  it('is read by the next process, which asks the store for what is new alone', async () => {
    await put(vectors.slice(0, 250));
    await open().refresh();
    await put(vectors.slice(250), 250);
    const asked: number[] = [];
    const watched = new Proxy(store.vectors, {
      get(target, name) {
        if (name === 'page') {
          return (model: string, page: { after: number; limit: number }) => {
            asked.push(page.after);
            return target.page(model, page);
          };
        }
        const value = target[name as keyof typeof target];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const index = new PackedVectorIndex({ store: watched, model: 'm1', folder: join(folder, 'vectors') });
    expect(await index.refresh()).toBe(300);
    expect(asked).toEqual([250]);
    await expectExact(index, vectors[0]!, 20);
  });

  it('stays a few files however often it grows', async () => {
    for (let i = 0; i < 40; i++) {
      await put(vectors.slice(i * 5, i * 5 + 5), i * 5);
      await open().refresh();
    }
    const index = open();
    expect(await index.refresh()).toBe(200);
    await expectExact(index, vectors[3]!, 20);
    // Those that the last head does not name go when they are old enough to be nobody's.
    for (const file of filesOf('.rows')) utimesSync(join(folder, 'vectors', file), 0, 0);
    await put(vectors.slice(200, 201), 200);
    await open().refresh();
    expect(filesOf('.rows').length).toBeLessThan(10);
    expect(await open().refresh()).toBe(201);
  });

  it.each([
    ['a row file that was cut', () => truncateSync(join(folder, 'vectors', filesOf('.rows')[0]!), 100)],
    ['a row file that is missing', () => rmSync(join(folder, 'vectors', filesOf('.rows')[0]!))],
    [
      'a head that is half-written',
      () => writeFileSync(join(folder, 'vectors', filesOf('.json')[0]!), '{"for'),
    ],
    [
      'rows of zeros',
      () => {
        const file = join(folder, 'vectors', filesOf('.rows')[0]!);
        writeFileSync(file, new Uint8Array(300 * (64 + 16)));
      },
    ],
  ])('is made anew in the place of %s', async (_what, damage) => {
    await put(vectors);
    await open().refresh();
    damage();
    const index = open();
    expect(await index.refresh()).toBe(300);
    await expectExact(index, vectors[0]!, 20);
    expect(await open().refresh()).toBe(300);
  });

  it('is not taken for that of another database in the same folder', async () => {
    await put(vectors);
    await open().refresh();
    await store.close();
    rmSync(join(folder, 'index.sqlite'));
    for (const rest of ['-wal', '-shm']) rmSync(join(folder, `index.sqlite${rest}`), { force: true });
    store = await openSqliteStore(join(folder, 'index.sqlite'));
    await put(madeVectors(53, 200, 64));
    const index = open();
    expect(await index.refresh()).toBe(200);
    await expectExact(index, vectors[0]!, 20);
  });

  it('of two processes that save at the same time is whole', async () => {
    await put(vectors.slice(0, 100));
    const [one, other] = [open(), open()];
    await one.refresh();
    await other.refresh();
    await put(vectors.slice(100, 200), 100);
    await Promise.all([one.refresh(), other.refresh()]);
    await put(vectors.slice(200), 200);
    await other.refresh();
    await one.refresh();
    const third = open();
    expect(await third.refresh()).toBe(300);
    await expectExact(third, vectors[1]!, 30);
  });

  it.skipIf(process.getuid?.() === 0)('may fail, and searching works all the same', async () => {
    await put(vectors);
    chmodSync(folder, 0o500);
    const index = open();
    expect(await index.refresh()).toBe(300);
    chmodSync(folder, 0o700);
    expect(index.unsavedBecause).toMatch(/EACCES/);
    await expectExact(index, vectors[0]!, 20);
  });

  it('that cannot be written, here as a file is in the way, is told, and searching works all the same', async () => {
    await put(vectors);
    writeFileSync(join(folder, 'vectors'), 'not a folder');
    const index = open();
    expect(await index.refresh()).toBe(300);
    expect(index.unsavedBecause).toMatch(/EEXIST|ENOTDIR/);
    await expectExact(index, vectors[0]!, 20);
  });
});

describe('the products of all vectors', () => {
  it('are none where there are no vectors', async () => {
    const index = open();
    await index.refresh();
    const { ids, products } = await index.scoreAll([Float32Array.of(1)]);
    expect([ids.length, products.map((one) => one.length)]).toEqual([0, [0]]);
  });

  it.each([1, 2, 64, 65, 512])('of %d dimensions are the true ones within their bounds', async (d) => {
    await put(madeVectors(d, 5000, d));
    const index = open();
    await index.refresh();
    const queries = [0.01, 1, 80].map((length, i) => madeVectors(d + i, 1, d)[0]!.map((v) => v * length));
    const scores = await index.scoreAll(queries);
    const rows = await store.vectors.page('m1', { after: 0, limit: 10_000 });
    expect([...scores.ids]).toEqual(rows.map((row) => row.id));
    queries.forEach((query, q) => {
      const off = rows.map(({ vector }, i) => Math.abs(product(query, vector) - scores.products[q]![i]!));
      expect(off.filter((one, i) => one > scores.bound(q, i))).toEqual([]);
      // A bound that holds anything would be of no use: codes have eight bits.
      if (d > 2)
        expect(Math.max(...rows.map((_, i) => scores.bound(q, i)))).toBeLessThan(0.02 * [0.01, 1, 80][q]!);
    });
  });

  it('leave out vectors that are gone, and take in those that came', async () => {
    const vectors = madeVectors(7, 5000, 32);
    await put(vectors);
    const index = open();
    await index.refresh();
    await put(vectors.slice(0, 3), 4000);
    await put(vectors.slice(0, 2), 0, 'm2');
    await index.refresh();
    const { ids, products } = await index.scoreAll([vectors[0]!]);
    const found = await store.vectors.get([...ids]);
    expect(ids.length).toBe(4998);
    for (const [row, id] of ids.entries()) {
      expect(products[0]![row]).toBeCloseTo(product(vectors[0]!, found.get(id)!.vector), 1);
    }
  });
});
