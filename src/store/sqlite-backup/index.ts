import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { BackUpRequest, BackupContent, CarriedOver, DatabaseBackup } from '../database-backup.ts';
import { openSqliteStore } from '../sqlite.ts';
import { carryOver } from './carry-over.ts';
import { checkPages, countsOf, dropContent, putContent, readContent } from './content.ts';
import { openSnapshot } from './snapshot.ts';

/** Drafts of that age were left by a process that was killed. */
const LEFT_OVER_MILLIS = 86_400_000;
const DRAFT = '.photo-tag-tmp';

/** Backups of a SQLite library: one SQLite file, in which the configuration and the vocabulary lie as well. */
export const sqliteBackup: DatabaseBackup = {
  backUp,
  inspect: readContent,
  unpack,
  settle,
};

async function backUp(request: BackUpRequest): Promise<BackupContent> {
  const { from, to, signal, onProgress = () => undefined } = request;
  mkdirSync(dirname(to), { recursive: true });
  clearLeftOvers(to);
  const draft = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}${DRAFT}`);
  try {
    const snapshot = openSnapshot(from);
    let counts: ReturnType<typeof countsOf>;
    let files: ReturnType<typeof request.files>;
    try {
      files = request.files();
      counts = countsOf(snapshot.database);
      await snapshot.copyTo(draft, onProgress, signal);
    } finally {
      snapshot.close();
    }
    const copy = new DatabaseSync(draft);
    try {
      // One file, without a log beside it.
      copy.exec('pragma journal_mode = delete');
      putContent(copy, request, files);
      checkPages(copy, to);
      const copied = countsOf(copy);
      if (JSON.stringify(copied) !== JSON.stringify(counts)) {
        throw new Error(`the copy holds ${JSON.stringify(copied)} of ${JSON.stringify(counts)}`);
      }
    } finally {
      copy.close();
    }
    replace(draft, to);
    return (await readContent(to, false))!;
  } catch (cause) {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
    if (cause instanceof PhotoTagError) throw cause;
    if (signal.aborted) {
      throw new PhotoTagError('CANCELLED', 'The backup was stopped', {
        cause,
        remedy: 'Start it again. What was there before is as it was.',
      });
    }
    throw new PhotoTagError('STORE_UNUSABLE', `The backup ${to} could not be made: ${messageOf(cause)}`, {
      file: to,
      cause,
      remedy: 'Check that the folder can be written and has space. What was there before is as it was.',
    });
  }
}

async function unpack({ from, to, former }: Parameters<DatabaseBackup['unpack']>[0]): Promise<CarriedOver> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(to + suffix, { force: true });
  const snapshot = openSnapshot(from);
  try {
    await snapshot.copyTo(to, () => undefined, new AbortController().signal);
  } finally {
    snapshot.close();
  }
  const database = new DatabaseSync(to);
  dropContent(database);
  database.close();
  const store = await openSqliteStore(to, { isLibrary: false });
  await store.close();
  const made = new DatabaseSync(to);
  try {
    made.exec('pragma journal_mode = delete; pragma foreign_keys = off');
    const carried = former === null ? { sidecarChanges: 0, sent: 0, problem: null } : carryOver(made, former);
    checkPages(made, to);
    return carried;
  } finally {
    made.close();
    sync(to);
  }
}

function settle(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma journal_mode = delete');
  } catch (cause) {
    if (!/locked|busy/i.test(messageOf(cause))) throw cause;
    throw new PhotoTagError('LOCKED', `Another program has ${file} open`, {
      file,
      cause,
      remedy: 'End every photo-tag on this library, `photo-tag serve` as well, and try again.',
    });
  } finally {
    database.close();
  }
}

/** On the disk first, then under its name: whoever looks sees the old one or the new one, whole. */
function replace(draft: string, to: string): void {
  sync(draft);
  renameSync(draft, to);
  sync(dirname(to));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function clearLeftOvers(to: string): void {
  for (const name of readdirSync(dirname(to))) {
    if (!name.startsWith(`.${basename(to)}.`) || !name.includes(DRAFT)) continue;
    const path = join(dirname(to), name);
    if (Date.now() - statSync(path).mtimeMs > LEFT_OVER_MILLIS) rmSync(path, { force: true });
  }
}
