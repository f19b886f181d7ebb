import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Settings } from '../../config/load.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { acquireRunLock } from '../../pipeline/run-lock.ts';
import type {
  BackupContent,
  CarriedOver,
  DatabaseBackup,
  LibraryCounts,
} from '../../store/database-backup.ts';
import { forgetRestore, noteRestore, unfinishedRestore } from './half-restored.ts';
import { CONFIG_NAME, placeOf } from './library-files.ts';
import { refusePostgres } from './postgres-backup.ts';
import { putFile } from './put-file.ts';

export interface RestoreRequest {
  readonly file: string;
  /** Where the configuration is, or is to be. */
  readonly configFile: string;
  /** Puts the backup in the place of a library that holds something, which is kept aside. */
  readonly replace: boolean;
  readonly now: Date;
}

export interface Restored {
  readonly database: string;
  readonly content: BackupContent;
  /** Files that were there before, and how they are called now. */
  readonly aside: readonly string[];
  /** Files of the backup that were put in their places. */
  readonly files: readonly string[];
  /** The configuration of the backup where this machine has another one, which stays. */
  readonly otherConfig: string | null;
  readonly carried: CarriedOver;
}

const COPYING = '.restoring';

/**
 * Makes a library as it was when the backup was made. What happened in the world since stays known where the former
 * library can be read: keywords in sidecars, so that `undo` takes back every one of them, and what was sent.
 *
 * Nothing is deleted: what was there is kept aside under another name. Killed at any moment, the same command goes on.
 *
 * @param settingsNow of the machine, read again once the configuration is there
 * @throws PhotoTagError USAGE where the file is no backup, or the library holds something; STORE_UNUSABLE where the backup
 *   is damaged or of a newer version; LOCKED where another photo-tag has the library open
 */
export async function restoreBackup(
  settingsNow: () => Settings,
  backup: DatabaseBackup,
  { file, configFile, replace, now }: RestoreRequest,
): Promise<Restored> {
  const content = await soundBackup(file, backup);
  if (!existsSync(configFile)) putFirstConfig(content, configFile);
  const settings = settingsNow();
  refusePostgres(settings.database, 'restore');
  const { dataFolder } = settings;
  const database = settings.database.reveal();
  const lock = acquireRunLock(dataFolder, 'restore');
  try {
    const begun = unfinishedRestore(dataFolder);
    const former = await formerLibrary(database, backup);
    if (!replace && begun === null && former !== null) refuseFull(database, former.counts);
    const suffix = begun?.suffix ?? `.before-restore-${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}`;
    const draft = database + COPYING;
    mkdirSync(dirname(database), { recursive: true });
    const carried = await backup.unpack({
      from: file,
      to: draft,
      former: former === null || former.counts === null ? null : database,
    });
    noteRestore(dataFolder, { from: file, suffix });
    const { put, aside, otherConfig } = putFiles(content, settings, configFile, suffix);
    // Made from the database that goes; numbers of vectors may mean others in the one that comes.
    rmSync(join(dataFolder, 'vectors'), { recursive: true, force: true });
    if (former !== null) {
      for (const log of ['-wal', '-shm']) {
        if (existsSync(database + log)) renameSync(database + log, database + suffix + log);
      }
      if (!existsSync(database + suffix)) {
        keepAside(database, database + suffix);
        aside.unshift(database + suffix);
      }
    }
    renameSync(draft, database);
    forgetRestore(dataFolder);
    return { database, content, aside, files: put, otherConfig, carried };
  } finally {
    rmSync(database + COPYING, { force: true });
    lock.release();
  }
}

async function soundBackup(file: string, backup: DatabaseBackup): Promise<BackupContent> {
  if (!existsSync(file)) {
    throw new PhotoTagError('USAGE', `There is no file ${file}`, { file, remedy: 'Check the name.' });
  }
  const content = await backup.inspect(file, true);
  if (content === null) {
    throw new PhotoTagError('USAGE', `${file} is no backup of photo-tag`, {
      file,
      remedy: 'Name a file that `photo-tag backup` made.',
    });
  }
  if (content.isReadable) return content;
  throw new PhotoTagError(
    'STORE_UNUSABLE',
    `${file} was made by a newer photo-tag (${content.version ?? 'unknown'}, ${content.schema})`,
    { file, remedy: 'Restore it with that version or a newer one. Nothing was changed.' },
  );
}

/** Null where there is none; without counts where it cannot be read. */
async function formerLibrary(
  database: string,
  backup: DatabaseBackup,
): Promise<{ readonly counts: LibraryCounts | null } | null> {
  if (!existsSync(database)) return null;
  try {
    backup.settle(database);
    return { counts: (await backup.inspect(database, false))?.counts ?? null };
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'LOCKED') throw error;
    return { counts: null };
  }
}

function refuseFull(database: string, counts: LibraryCounts | null): void {
  if (counts !== null && Object.values(counts).every((count) => count === 0)) return;
  const what =
    counts === null
      ? 'a database that cannot be read'
      : `a library with ${counts.files} files, ${counts.decisions} decisions and ${counts.sidecarChanges} changes of sidecars`;
  throw new PhotoTagError('USAGE', `${database} holds ${what}`, {
    file: database,
    remedy:
      'With --replace the backup takes its place, and it is kept aside. Or name another data folder with --data.',
  });
}

/** On a machine without one, before anything says where the library is. */
function putFirstConfig({ files }: BackupContent, configFile: string): void {
  const config = files.find(({ name }) => name === CONFIG_NAME);
  if (config !== undefined) putFile(configFile, config.bytes);
}

/**
 * The vocabulary belongs to the database and comes with it. The configuration belongs to the machine: one that is there
 * stays, and the other is put beside it.
 */
function putFiles({ files }: BackupContent, settings: Settings, configFile: string, suffix: string) {
  const done: string[] = [];
  const aside: string[] = [];
  let otherConfig: string | null = null;
  for (const { name, bytes } of files) {
    const place = placeOf(name, settings, configFile);
    if (place === null) continue;
    const now = existsSync(place) ? readFileSync(place) : null;
    if (now?.equals(bytes)) {
      done.push(place);
    } else if (now !== null && name === CONFIG_NAME) {
      otherConfig = place.replace(/(\.ya?ml)?$/, '.from-backup$1');
      putFile(otherConfig, bytes);
    } else {
      if (now !== null && !existsSync(place + suffix)) {
        copyFileSync(place, place + suffix, constants.COPYFILE_EXCL);
        aside.push(place + suffix);
      }
      putFile(place, bytes);
      done.push(place);
    }
  }
  return { put: done, aside, otherConfig };
}

/** A second name, so that there is no moment without a library under the first. */
function keepAside(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}
