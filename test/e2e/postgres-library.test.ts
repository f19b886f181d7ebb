import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DatabaseAddress } from '../../src/domain/database-address.ts';
import { digestTables } from '../../src/store/copy/copy-store.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../postgres.fixture.ts';
import { hasShared, sharedPath } from '../shared.ts';
import { runHere } from './cli-in-process.ts';
import { filesBelow, makeSmallLibrary } from './small-library.ts';

/** What a user does from the first run to taking things back, each with what it must end with. */
const COMMANDS: readonly (readonly string[])[] = [
  ['run', 'photos'],
  ['clusters'],
  ['dates'],
  ['medoids'],
  ['search', 'Rio'],
  ['accept', 'CK:flower', '--photo', 'photos/2014-05-03 Rio/IMG_000.jpg'],
  ['accept', 'CK:Rio', '--photo', 'photos/2014-05-03 Rio/IMG_001.jpg'],
  ['reject', 'CK:Rio', '--photo', 'photos/2014-05-03 Rio/IMG_002.jpg'],
  ['deeds', '--undo'],
  ['deeds', '--redo'],
  ['search', '--like', 'photos/2014-05-03 Rio/IMG_000.jpg', '--limit', '3'],
  ['search', '--camera', 'canon'],
  ['write', '--apply'],
  ['vocab', 'rename', 'flower', 'bloom', '--apply'],
  ['vocab', 'undo', '--apply'],
  ['undo', '--run', '1', '--apply'],
  ['undo', '--redo', '--apply'],
  ['run', 'photos'],
  ['labels'],
  ['status', '--problems'],
  ['export'],
];

/** When something was done, and when a file of ours was: another time each time. */
const OF_THE_CLOCK: Readonly<Record<string, readonly string[]>> = {
  deed: ['at'],
  write_run: ['started_at'],
  sidecar_entry: ['at'],
  vocabulary_change: ['at', 'file', 'file_before', 'file_after'],
  sidecar: ['mtime_us'],
  file: ['mtime_us', 'birth_us', 'inode'],
};

describe.skipIf(!hasPostgres)('a library in Postgres', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-postgres-'));
  const photos = join(folder, 'photos');
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = startPostgres();
    await makeSmallLibrary(photos);
    if (hasShared) addRealPhotos(photos);
    cpSync(photos, join(folder, 'as-they-were'), { recursive: true, preserveTimestamps: true });
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Life {
    readonly said: Readonly<Record<string, string>>;
    readonly sidecars: Readonly<Record<string, string>>;
    readonly tables: Readonly<Record<string, string>>;
  }

  async function live(address: DatabaseAddress): Promise<Life> {
    vi.stubEnv('PHOTO_TAG_DATABASE_URL', address.reveal());
    rmSync(join(folder, 'data'), { recursive: true, force: true });
    rmSync(join(folder, 'config'), { recursive: true, force: true });
    for (const file of filesBelow(photos)) if (file.endsWith('.xmp')) rmSync(file);
    cpSync(join(folder, 'as-they-were'), photos, { recursive: true, preserveTimestamps: true, force: true });
    const said: Record<string, string> = {};
    for (const [i, command] of COMMANDS.entries()) {
      const { code, stdout, stderr } = await runHere(command, folder, { confirm: async () => true });
      said[`${i} ${command.join(' ')}`] =
        `${code} ${withoutTimes(stdout)}\n${command[0] === 'run' ? '' : stderr}`;
    }
    const sidecars = filesBelow(photos)
      .filter((file) => file.endsWith('.xmp'))
      .map((file) => [file, readFileSync(file, 'utf8')]);
    const tables = await digestTables(
      address,
      (table, column) => OF_THE_CLOCK[table]?.includes(column) ?? false,
    );
    return {
      said,
      sidecars: Object.fromEntries(sidecars),
      tables: Object.fromEntries(tables.map(({ table, rows, digest }) => [table, `${rows} rows, ${digest}`])),
    };
  }

  it('lives through everything as one in a file does: what is said, sidecars, and all tables', async () => {
    const inFile = await live(new DatabaseAddress(join(folder, 'library.sqlite')));
    const inPostgres = await live(await cluster.database());
    expect.soft(Object.values(inFile.said).filter((text) => !/^0 /.test(text))).toEqual([]);
    expect(Object.keys(inFile.sidecars).length).toBeGreaterThan(8);
    expect(inFile.tables).toMatchObject({ decision: expect.stringMatching(/^[3-9]/) });
    expect.soft(inPostgres.said).toEqual(inFile.said);
    expect.soft(inPostgres.sidecars).toEqual(inFile.sidecars);
    expect.soft(inPostgres.tables).toEqual(inFile.tables);
  }, 600_000);
});

const withoutTimes = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?/g, 'TIME')
    .replaceAll(/[\d.]+ (s|min|ms)\b/g, 'TIME')
    .replaceAll(/\bin TIME\b.*$/gm, 'in TIME');

/** Of other cameras, with people, in RAW, without dates. */
function addRealPhotos(folder: string): void {
  const real = join(folder, 'real');
  mkdirSync(real, { recursive: true });
  for (const kind of ['people', 'camera/jpg', 'raw', 'orientation']) {
    const from = sharedPath(`photos/${kind}`);
    if (!existsSync(from)) continue;
    const files = readdirSync(from)
      .map((name) => join(from, name))
      .filter((file) => statSync(file).isFile() && statSync(file).size < 8e6)
      .sort()
      .slice(0, 2);
    for (const [i, file] of files.entries()) {
      const copy = join(real, `${kind.replaceAll('/', '-')}-${i}${file.slice(file.lastIndexOf('.'))}`);
      cpSync(file, copy);
      utimesSync(copy, 1_400_000_000, 1_400_000_000);
    }
  }
}
