import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, Migrator } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { toHalves, unitVectorOf } from '../algorithms/half-floats.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { migrationProvider } from './sql/migrations/index.ts';
import { openSqliteStore } from './sqlite.ts';
import { sqliteBackup } from './sqlite-backup/index.ts';

/**
 * A library of every schema that a version of photo-tag ever had, with rows in every table that it had then, opened by the
 * program of now: what the user said, what was written to sidecars and what was computed are there afterwards.
 */
const STATES = Object.keys(await migrationProvider.getMigrations()).sort();
const NEWEST = STATES.at(-1)!;

/** Of the schemas that are out: whoever edits a migration that has landed changes one of these. */
const RELEASED = JSON.parse(
  readFileSync(new URL('./released-schemas.json', import.meta.url), 'utf8'),
) as Record<string, string>;

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-upgrade-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PHOTO = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const raw = Float32Array.of(3, -4, 0.5, 12);
const length = Math.hypot(...raw);
const UNIT = raw.map((value) => value / length);
const AT = '2026-01-02T03:04:05.000Z';

const TAG = {
  ...{ layer: 'CK', name: 'sea', source: 'objects', model: 'detector-1', runId: 1 },
  ...{ subject: 'CK:sea', hierarchicalSubject: 'CK|sea' },
};

type Row = Readonly<Record<string, SQLInputValue>>;

/** A library as one says it today; of each row the columns go in that the table had at the time. */
const ROWS: Readonly<Record<string, Row>> = {
  file: {
    ...{ path: '/photos/a.jpg', root: '/photos', size_bytes: 7, mtime_us: 1, birth_us: null, inode: '5' },
    ...{ sha1: PHOTO, status: 'present', reason: null },
  },
  sidecar: { path: '/photos/a.jpg.xmp', original: '/photos/a.jpg', size_bytes: 3, mtime_us: 4 },
  outcome: { stage: 'scan', item: PHOTO, fingerprint: 'f', status: 'done', reason: null, digest: 'd' },
  picture: { sha1: PHOTO, image_data_hash: 'pixels' },
  metadata: { sha1: PHOTO, metadata: '{"camera":null}' },
  capture_time: { sha1: PHOTO, wall_ms: 1000, trust: 0.9, uncertain: 0, capture_time: '{"wallMillis":1000}' },
  proxy: { sha1: PHOTO, proxy: '{"widthPx":4,"heightPx":3}' },
  seen_objects: { sha1: PHOTO, model: 'm', objects: '[]' },
  detection: { sha1: PHOTO, model: 'm', detections: '{}', finding: '{"verdict":"people"}', scene_version: 0 },
  cluster: { id: 'c', window_id: 'w', method: 'hdbscan', medoid: PHOTO, start_ms: 0, end_ms: 1 },
  cluster_member: {
    ...{ sha1: PHOTO, cluster_id: 'c', position: 0, membership: 1, distance: 0 },
    ...{ fits: 1, burst: null, is_best: 1 },
  },
  cluster_identity: { sha1: PHOTO, cluster_id: 'c' },
  people_flag: { sha1: PHOTO, flag: 'set' },
  proposal: {
    ...{ sha1: PHOTO, layer: 'CK', name: 'sea', position: 0, score: 0.5, reason: 'r' },
    ...{ source: 'objects', model: 'detector-1', probability: null, threshold: null },
  },
  decision: { sha1: PHOTO, layer: 'CK', name: 'sea', verdict: 'accepted', source: null },
  date_decision: { sha1: PHOTO, decision: '{"kind":"shift","shiftMillis":60000}' },
  write_run: { id: 1, command: 'write --apply', started_at: AT, kind: 'write', of_run: null },
  written_sidecar: {
    ...{ run_id: 1, state: 'written', original: '/photos/a.jpg', sidecar: '/photos/a.jpg.xmp', created: 1 },
    ...{ subject: '["CK:sea"]', hierarchical: '["CK|sea"]', written_at: AT },
  },
  sidecar_entry: {
    ...{ id: 1, run_id: 1, state: 'done', deed: 'added', original: '/photos/a.jpg', sha1: PHOTO },
    ...{ sidecar: '/photos/a.jpg.xmp', whole: 1, tags: JSON.stringify([TAG]), trace: null },
    ...{ sha1_before: null, sha1_after: null, former: null, at: AT },
  },
  undone_tag: { sha1: PHOTO, layer: 'AI', name: 'fog', run_id: 1 },
  embedding_space: { id: 1, model: 'clip', token: 'only here' },
  embedding_float32: { sha1: OTHER, model: 'clip', vector: new Uint8Array(UNIT.buffer.slice(0)) },
  word_rule: { word: 'blue', verdict: 'allowed' },
  deed: {
    id: 1,
    at: AT,
    words: 'accepted sea',
    photos: 1,
    taken_back: 0,
    body: '{"kind":"several","parts":[]}',
  },
  vision_run: { id: 1, host: 'h', model: 'm', started_at: AT, ended_at: null },
  egress: {
    ...{ id: 1, run_id: 1, at: AT, host: 'h', photo: PHOTO, image_hash: 'i', model: 'm', prompt_id: 'p' },
    ...{ bytes: 5, reason: 'agreed to', reserved_nano_usd: 9, state: 'answered', counted_nano_usd: 7 },
    ...{ reported_nano_usd: null, input_tokens: 1, output_tokens: 1, note: '', settled_at: AT },
  },
};

/** A database of that schema with a row in every table that is in {@link ROWS}. */
async function libraryOf(state: string, file: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal');
  const db = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateTo(state);
  if (error) throw error;
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  for (const table of tables.map(({ name }) => String(name))) {
    const columns = database.prepare(`select name from pragma_table_info('${table}')`).all();
    const names = columns.map(({ name }) => String(name));
    const row = table === 'embedding' ? vectorRow(names) : ROWS[table];
    if (row === undefined) continue;
    const known = Object.entries(row).filter(([name]) => names.includes(name));
    const places = known.map(() => '?').join(', ');
    const insert = `insert into "${table}" (${known.map(([name]) => name).join(', ')}) values (${places})`;
    database.prepare(insert).run(...known.map(([, value]) => value));
  }
  return database;
}

const vectorRow = (columns: readonly string[]): Row =>
  columns.includes('format')
    ? { id: 1, sha1: PHOTO, space: 1, format: 'half', vector: new Uint8Array(toHalves(UNIT).buffer.slice(0)) }
    : { sha1: PHOTO, model: 'clip', vector: new Uint8Array(UNIT.buffer.slice(0)) };

function schemaHash(database: DatabaseSync): string {
  const rows = database
    .prepare("select type, name, sql from sqlite_schema where name not like 'kysely%' order by type, name")
    .all();
  return createHash('sha1').update(JSON.stringify(rows)).digest('hex');
}

const has = (state: string, migration: string): boolean => state >= migration;

describe.each(STATES)('a library of %s', (state) => {
  it('is opened with all that the user said, all that was written and all that was computed', async () => {
    const file = join(folder, state, 'index.sqlite');
    rmSync(join(folder, state), { recursive: true, force: true });
    mkdirSync(join(folder, state));
    const database = await libraryOf(state, file);
    if (RELEASED[state] !== undefined)
      expect([state, schemaHash(database)]).toEqual([state, RELEASED[state]]);
    database.close();

    const store = await openSqliteStore(file);
    const now = new DatabaseSync(file, { readOnly: true });
    expect(now.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(now.prepare('select name from kysely_migration order by name').all()).toHaveLength(STATES.length);
    now.close();

    expect(await store.photos.page({ after: null, limit: 9 })).toEqual([PHOTO]);
    expect((await store.files.page({ after: null, limit: 9 })).map(({ path }) => path)).toEqual([
      '/photos/a.jpg',
    ]);
    if (has(state, '004-tags')) {
      expect((await store.tags.decisionsOf([PHOTO])).get(PHOTO)).toEqual([
        { layer: 'CK', name: 'sea', verdict: 'accepted' },
      ]);
      expect((await store.tags.proposalsOf([PHOTO])).get(PHOTO)).toMatchObject([{ name: 'sea', score: 0.5 }]);
    }
    if (has(state, '003-clusters')) {
      expect((await store.clusters.peopleFlagsOf([PHOTO])).get(PHOTO)).toBe('set');
      expect(await store.clusters.count()).toBe(1);
    }
    if (has(state, '005-journal')) {
      const [entry, ...others] = await store.journal.page({ after: 0, limit: 9 });
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ sidecar: '/photos/a.jpg.xmp', sha1: PHOTO, deed: 'added', whole: true });
      expect(entry?.tags).toMatchObject([{ name: 'sea', subject: 'CK:sea', hierarchicalSubject: 'CK|sea' }]);
      expect(await store.journal.runs()).toMatchObject([{ id: 1, command: 'write --apply', kind: 'write' }]);
    }
    if (has(state, '008-dates')) {
      expect((await store.dates.decisionsOf([PHOTO])).get(PHOTO)).toEqual({
        kind: 'shift',
        shiftMillis: 60000,
      });
    }
    if (has(state, '009-sidecar-journal')) {
      expect((await store.tags.undoneOf([PHOTO])).get(PHOTO)).toMatchObject([{ layer: 'AI', name: 'fog' }]);
    }
    if (has(state, '002-results')) {
      const halved = unitVectorOf(toHalves(UNIT));
      expect((await store.photos.embeddingsOf([PHOTO], 'clip')).get(PHOTO)).toEqual(halved);
      // Old ones are taken over piece by piece, and are the same then.
      while ((await store.vectors.halveEarlier(100)) > 0);
      const all = await store.photos.embeddingsOf([PHOTO, OTHER], 'clip');
      expect(all.get(PHOTO)).toEqual(halved);
      if (has(state, '011-half-precision-vectors')) expect(all.get(OTHER)).toEqual(halved);
    }
    if (has(state, '016-vision')) {
      expect(await store.vision.egress({ after: 0, limit: 9 })).toMatchObject([
        { id: 1, photo: PHOTO, bytes: 5 },
      ]);
    }
    await store.close();
  });

  it('is copied before its tables are changed, and the copy is the library of before', async () => {
    const file = join(folder, state, 'index.sqlite');
    const copy = `${file}.before-upgrade-${state}`;
    if (state === NEWEST) {
      expect(readdirSync(join(folder, state)).filter((name) => name.includes('upgrade'))).toEqual([]);
      return;
    }
    expect(existsSync(copy)).toBe(true);
    const before = new DatabaseSync(copy, { readOnly: true });
    expect(before.prepare('select max(name) as name from kysely_migration').get()).toEqual({ name: state });
    expect(Object.values(before.prepare('pragma journal_mode').get()!)).toEqual(['delete']);
    before.close();
    expect(await sqliteBackup.inspect(copy, true)).toMatchObject({
      schema: state,
      isReadable: true,
      madeAt: null,
    });
    expect(readdirSync(join(folder, state)).filter((name) => /tmp|upgrading/.test(name))).toEqual([]);
  });
});

it('every migration in the list of released ones is there', () => {
  expect(Object.keys(RELEASED).filter((name) => !STATES.includes(name))).toEqual([]);
  expect(Object.keys(RELEASED).length).toBeGreaterThan(15);
});

it('of the copies the last two are kept', async () => {
  const file = join(folder, 'many.sqlite');
  const states = STATES.slice(-4, -1);
  for (const state of states) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    (await libraryOf(state, file)).close();
    await (await openSqliteStore(file)).close();
  }
  const copies = readdirSync(folder).filter((name) => name.startsWith('many.sqlite.before'));
  expect(copies.sort()).toEqual(states.slice(-2).map((state) => `many.sqlite.before-upgrade-${state}`));
});

it('two that open it at once upgrade it once', async () => {
  const file = join(folder, 'twice.sqlite');
  (await libraryOf('004-tags', file)).close();
  const told: string[] = [];
  const onUpgrade = (notice: string) => told.push(notice);
  const stores = await Promise.all([
    openSqliteStore(file, { onUpgrade }),
    openSqliteStore(file, { onUpgrade }),
  ]);
  expect(told).toEqual([
    expect.stringMatching(/^An earlier version .* brought up to date, once/),
    expect.stringMatching(
      /^The library is up to date after \d+\.\d s\. As it was before: .*twice.*-004-tags$/,
    ),
  ]);
  for (const store of stores) expect(await store.photos.page({ after: null, limit: 9 })).toEqual([PHOTO]);
  for (const store of stores) await store.close();
});

it('of a new one, and of one that is up to date, there is nothing to tell', async () => {
  const told: string[] = [];
  for (let count = 0; count < 2; count++) {
    const store = await openSqliteStore(join(folder, 'new.sqlite'), {
      onUpgrade: (notice) => told.push(notice),
    });
    await store.close();
  }
  expect(told).toEqual([]);
});

it('one of a newer version is refused with the remedy, and not touched', async () => {
  const file = join(folder, 'newer.sqlite');
  const database = await libraryOf(NEWEST, file);
  database.exec("insert into kysely_migration values ('999-of-the-future', '2030-01-01T00:00:00.000Z')");
  database.exec('create table of_the_future (a text)');
  database.close();
  await expect(openSqliteStore(file)).rejects.toMatchObject({
    code: 'STORE_UNUSABLE',
    message: expect.stringContaining('a newer version of photo-tag made it (999-of-the-future)'),
    remedy: expect.stringMatching(/Use that version or a newer one.*photo-tag restore/),
  });
  const after = new DatabaseSync(file);
  expect(after.prepare("select count(*) as n from sqlite_schema where name = 'of_the_future'").get()).toEqual(
    { n: 1 },
  );
  expect(readdirSync(folder).filter((name) => name.startsWith('newer') && name.includes('upgrade'))).toEqual(
    [],
  );
  after.close();
});
