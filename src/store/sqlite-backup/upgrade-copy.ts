import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationProvider } from '../sql/migrations/index.ts';
import { UPGRADE_BEGINS, upgradeEnds } from '../upgrade-notices.ts';
import { checkPages, migrationsOf } from './content.ts';
import { openSnapshot } from './snapshot.ts';

const MARK = '.before-upgrade-';
/** The copy of this upgrade, and of the one before. */
const KEPT = 2;
/** Another process may be at it: copying and changing a large library takes minutes. */
const PATIENCE_MILLIS = 900_000;

/** `PHOTO_TAG_UPGRADE=without-copy`: where there is no room for a copy, and a backup elsewhere. */
const WITHOUT_COPY = 'without-copy';

/**
 * Brings a database up to date, one process at a time. One that holds a library is copied first, whole and checked, to a
 * file beside it with the schema of before in its name: the program of before can open that one again.
 * @param upgrade changes the tables
 * @param tell hears before and after: it takes minutes for a large library
 * @returns the copy; null where none was made
 */
export async function upgradeInTurn(
  database: DatabaseSync,
  file: string,
  upgrade: () => Promise<void>,
  tell: (notice: string) => void = () => undefined,
): Promise<string | null> {
  if (await isUpToDate(database)) return null;
  const begun = performance.now();
  const turn = await takeTurn(`${file}.upgrading`);
  try {
    const before = migrationsOf(database).at(-1);
    if (before === undefined || (await isUpToDate(database)) || (await isNewer(database))) {
      await upgrade();
      return null;
    }
    tell(UPGRADE_BEGINS);
    const copy = process.env.PHOTO_TAG_UPGRADE === WITHOUT_COPY ? null : await copyOf(file, before);
    await upgrade();
    tell(`${upgradeEnds(begun)}${copy === null ? '' : ` As it was before: ${copy}`}`);
    return copy;
  } finally {
    turn.close();
    rmSync(`${file}.upgrading`, { force: true });
  }
}

/**
 * SQLite's own waiting would keep this thread from going on, and the one that is at it may be on this thread. The file goes
 * with each turn, so that it is opened anew.
 */
async function takeTurn(file: string): Promise<DatabaseSync> {
  const until = performance.now() + PATIENCE_MILLIS;
  for (;;) {
    const turn = new DatabaseSync(file, { timeout: 0 });
    try {
      turn.exec('begin exclusive');
      return turn;
    } catch (error) {
      turn.close();
      if ((error as { errcode?: number }).errcode !== BUSY || performance.now() > until) throw error;
      await sleep(100);
    }
  }
}

/** SQLITE_BUSY. */
const BUSY = 5;

async function isUpToDate(database: DatabaseSync): Promise<boolean> {
  const names = Object.keys(await migrationProvider.getMigrations());
  return migrationsOf(database).join() === names.sort().join();
}

/** Then nothing is done to it. */
async function isNewer(database: DatabaseSync): Promise<boolean> {
  const known = await migrationProvider.getMigrations();
  return migrationsOf(database).some((name) => !(name in known));
}

async function copyOf(file: string, before: string): Promise<string> {
  const copy = `${file}${MARK}${before}`;
  const draft = `${copy}.photo-tag-tmp`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  const snapshot = openSnapshot(file);
  try {
    await snapshot.copyTo(draft, () => undefined, new AbortController().signal);
  } finally {
    snapshot.close();
  }
  const database = new DatabaseSync(draft);
  try {
    database.exec('pragma journal_mode = delete');
    checkPages(database, copy);
  } finally {
    database.close();
  }
  renameSync(draft, copy);
  removeOlder(file);
  return copy;
}

function removeOlder(file: string): void {
  const copies = readdirSync(dirname(file))
    .filter((name) => name.startsWith(basename(file) + MARK) && !name.endsWith('.photo-tag-tmp'))
    .sort();
  for (const name of copies.slice(0, -KEPT)) rmSync(join(dirname(file), name), { force: true });
}
