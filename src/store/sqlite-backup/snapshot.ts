import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { PhotoTagError } from '../../domain/errors.ts';

/** Another program may hold the file for a moment. */
const BUSY_MILLIS = 10_000;
/** 8 MB at a time: often enough to show progress and to be cancelled. */
const PAGES_PER_STEP = 2000;
/** Of the copy: what is put into it beside, and what others write meanwhile. */
const RESERVE_BYTES = 64e6;

/** A database as it is at one moment: what others write meanwhile is not seen. */
export interface Snapshot {
  readonly database: DatabaseSync;
  /** Copies it into a new file. */
  copyTo(file: string, onProgress: (share: number) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * Holds a read transaction, which in WAL mode keeps nobody from writing. SQLite's online backup reads by it, and does not
 * begin anew with each commit of another process, as it does without.
 */
export function openSnapshot(file: string): Snapshot {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLIS });
  database.exec('begin');
  // The transaction begins with the first read.
  database.prepare('select count(*) from sqlite_schema').get();
  return {
    database,
    async copyTo(target, onProgress, signal) {
      checkSpace(database, target);
      await backup(database, target, {
        rate: PAGES_PER_STEP,
        progress: ({ totalPages, remainingPages }) => {
          signal.throwIfAborted();
          onProgress(1 - remainingPages / Math.max(1, totalPages));
        },
      });
    },
    close() {
      database.exec('rollback');
      database.close();
    },
  };
}

export function bytesOf(database: DatabaseSync): number {
  const number = (pragma: string): number => Number(Object.values(database.prepare(pragma).get()!)[0]);
  return number('pragma page_count') * number('pragma page_size');
}

function checkSpace(database: DatabaseSync, target: string): void {
  const folder = dirname(target);
  const { bavail, bsize } = statfsSync(folder);
  const wanted = bytesOf(database) + RESERVE_BYTES;
  if (bavail * bsize >= wanted) return;
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
  throw new PhotoTagError(
    'DISK_FULL',
    `${folder} has ${megabytes(bavail * bsize)} free, and a copy of the database takes ${megabytes(wanted)}`,
    { file: folder, remedy: 'Free some space there, or name a folder on another disk.' },
  );
}
