import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTables } from '../../src/app/export/index.ts';
import type { Library } from '../../src/app/library.ts';
import { openLibrary } from '../../src/compose.ts';
import type { Store } from '../../src/store/store.ts';
import { BARE_METADATA } from '../../src/taggers/photo-facts.fixture.ts';

const WINDOWS = 12;
const PHOTOS_OF_WINDOW = 25;
const TABLES = ['index', 'proxies', 'embeds', 'clusters', 'tags'];

const sha1 = (number: number): string => (number * 7919).toString(16).padStart(40, '0');

/** Twelve windows on twelve days, the last without a time; photos in no cluster; files that are no photos any more. */
async function fill(store: Store, model: string): Promise<void> {
  const photos = Array.from({ length: WINDOWS * PHOTOS_OF_WINDOW + 5 }, (_, i) => sha1(i));
  const file = { root: '/photos', sizeBytes: 1, mtimeMicros: 1, birthMicros: null, inode: '1' };
  const present = { ...file, status: 'present', reason: null } as const;
  await store.files.put([
    ...photos.map((one, i) => ({ ...present, path: `/photos/${i % 7}/${i}.jpg`, sha1: one })),
    { ...present, path: '/photos/copy of 3.jpg', sha1: sha1(3) },
    {
      ...file,
      path: '/photos/gone.jpg',
      sha1: sha1(4),
      status: 'missing',
      reason: 'the file is no longer there',
    },
    { ...file, path: '/photos/notes.txt', sha1: null, status: 'skipped', reason: 'no photo' },
  ]);
  await store.outcomes.put(
    photos.map((item) => ({
      stage: 'scan',
      item,
      fingerprint: '',
      status: 'done',
      reason: null,
      digest: '',
    })),
  );
  for (const [i, one] of photos.entries()) {
    await store.photos.putMetadata(one, { ...BARE_METADATA, make: 'Canon' });
    await store.photos.putEmbedding({ sha1: one, model, vector: Float32Array.of(Math.cos(i), Math.sin(i)) });
    const proposal = {
      layer: 'CK',
      name: `word ${i % 3}`,
      score: 0.5,
      reason: 'r',
      source: 's',
      model: 'm',
    } as const;
    await store.tags.putProposals('CK', { sha1: one, proposals: [proposal] });
  }
  for (let window = 0; window < WINDOWS; window++) {
    const start = window === WINDOWS - 1 ? null : Date.UTC(2014, 4, 1 + window, 10);
    const members = photos.slice(window * PHOTOS_OF_WINDOW, (window + 1) * PHOTOS_OF_WINDOW);
    const clusters = [members.slice(0, 20), members.slice(20)].map((some, part) => ({
      id: `c${window.toString(16).padStart(11, '0')}${part}`,
      windowId: `w${window}`,
      method: 'hdbscan' as const,
      medoid: some[0]!,
      startMillis: start,
      endMillis: start,
      members: some.map((one) => ({
        sha1: one,
        membership: 1,
        distanceToMedoid: 0,
        fits: true,
        burst: null,
        isBest: true,
      })),
    }));
    await store.clusters.putWindow(clusters);
  }
}

async function query(sql: string): Promise<unknown[]> {
  const connection = await DuckDBConnection.create();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
  }
}

describe('an export in parts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-parts-'));
  const [one, parts] = [join(folder, 'one'), join(folder, 'parts')];
  const partsOf = (table: string) => readdirSync(join(parts, table)).sort();
  let library: Library;
  beforeAll(async () => {
    library = await openLibrary({ folder, dataFolder: 'data', roots: [] });
    await fill(library.store, library.embedderId);
    await exportTables(library, one);
  });
  afterAll(async () => {
    await library.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is read as one table with the same columns and rows as one file', async () => {
    const written = await exportTables(library, parts, { inParts: true, photosAPart: 60 });
    expect(written.map(({ parts: files }) => files)).toEqual([7, 1, 7, 6, 7, null, null]);
    for (const table of TABLES) {
      const [file, glob] = [join(one, `${table}.parquet`), join(parts, table, '*.parquet')];
      const described = (path: string) => query(`describe select * from read_parquet('${path}')`);
      expect(await described(glob)).toEqual(await described(file));
      // Numbers of vectors follow the order of the files.
      const columns = table === 'embeds' ? '* exclude (id)' : '*';
      const rows = (path: string) => query(`select ${columns} from read_parquet('${path}') order by all`);
      expect(await rows(glob)).toEqual(await rows(file));
    }
    const ids = join(parts, 'embeds/*.parquet');
    expect(await query(`select count(distinct id), min(id), max(id) from read_parquet('${ids}')`)).toEqual([
      ['305', '0', '304'],
    ]);
  });

  it('holds whole windows in each part, in the order of time, and says the first day in its name', async () => {
    expect(partsOf('embeds')).toEqual([
      'part-00001-2014-05-01.parquet',
      'part-00002-2014-05-03.parquet',
      'part-00003-2014-05-05.parquet',
      'part-00004-2014-05-07.parquet',
      'part-00005-2014-05-09.parquet',
      'part-00006-2014-05-11.parquet',
      'part-00007-unclustered.parquet',
    ]);
    const starts = await query(
      `select filename, min(start), max(start) from read_parquet('${join(parts, 'clusters/*.parquet')}', filename = true)
       group by all order by all`,
    );
    expect((starts as string[][]).map(([, from]) => from!.slice(8, 10))).toEqual([
      '01',
      '03',
      '05',
      '07',
      '09',
      '11',
    ]);
  });

  it('cuts a window that is larger than a part between its clusters', async () => {
    await exportTables(library, parts, { inParts: true, photosAPart: 22 });
    const counts = await query(
      `select count(*) from read_parquet('${join(parts, 'embeds/*.parquet')}', filename = true) group by filename order by filename`,
    );
    expect(counts.flat().slice(0, 4)).toEqual(['20', '5', '20', '5']);
  });

  it('takes the place of a former one as a whole: no former part stays, and no file of a table', async () => {
    writeFileSync(join(parts, 'tags.parquet'), 'of a former export');
    await exportTables(library, parts, { inParts: true, photosAPart: 1000 });
    for (const table of TABLES) expect(partsOf(table).length).toBeLessThanOrEqual(3);
    expect(existsSync(join(parts, 'tags.parquet'))).toBe(false);
    await exportTables(library, parts, { inParts: false });
    expect(readdirSync(parts).sort()).toEqual(
      ['medoid_ai_tags.parquet', 'medoids.csv', ...TABLES.map((table) => `${table}.parquet`)].sort(),
    );
  });

  it('leaves the former one whole when it is stopped, and clears up after one that was killed', async () => {
    await exportTables(library, parts, { inParts: true, photosAPart: 60 });
    const before = Object.fromEntries(TABLES.map((table) => [table, partsOf(table)]));
    const broken: Library = Object.create(library, {
      store: {
        value: { ...library.store, tags: { proposalsOf: () => Promise.reject(new Error('disk gone')) } },
      },
    });
    await expect(exportTables(broken, parts, { inParts: true, photosAPart: 40 })).rejects.toThrow(
      'disk gone',
    );
    expect(Object.fromEntries(TABLES.map((table) => [table, partsOf(table)]))).toEqual(before);
    expect(readdirSync(parts).filter((name) => /making|former/.test(name))).toEqual([]);

    // Killed between the two renames, with half a part beside it.
    renameSync(join(parts, 'embeds'), join(parts, 'embeds.former'));
    mkdirSync(join(parts, 'embeds.making'));
    writeFileSync(join(parts, 'embeds.making/part-00001-2014-05-01.parquet.tmp'), 'half');
    await expect(exportTables(broken, parts, { inParts: true, photosAPart: 40 })).rejects.toThrow(
      'disk gone',
    );
    expect(partsOf('embeds')).toEqual(before.embeds);
    await exportTables(library, parts, { inParts: true, photosAPart: 60 });
    expect(partsOf('embeds')).toEqual(before.embeds);
    expect(readdirSync(parts).filter((name) => /making|former/.test(name))).toEqual([]);
  });

  it('is a readable table with no rows where there is nothing', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'photo-tag-no-parts-'));
    const nothing = await openLibrary({ folder: empty, dataFolder: 'data', roots: [] });
    try {
      await exportTables(nothing, join(empty, 'out'), { inParts: true });
      const embeds = join(empty, 'out/embeds/*.parquet');
      expect(await query(`select count(*) from read_parquet('${embeds}')`)).toEqual([['0']]);
    } finally {
      await nothing.close();
      rmSync(empty, { recursive: true, force: true });
    }
  });
});
