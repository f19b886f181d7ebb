import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

export interface RunLock {
  /** The run that held the lock before and ended without giving it back (killed, power cut), or null. */
  readonly abandonedBy: LockHolder | null;
  release(): void;
}

/** A database that nobody holds is collected as garbage, and its lock with it. */
const held = new Set<DatabaseSync>();

const OTHER_LIBRARY = 'Another library needs its own --data.';

/**
 * One run at a time on one library. The lock is the operating system's lock on a small SQLite file, so that it
 * ends with the process however that ends; the text file beside it only says who holds it.
 * Throws LOCKED with the holder's pid and command.
 * @param remedy what else can be done.
 */
export function acquireRunLock(dataFolder: string, command: string, remedy = OTHER_LIBRARY): RunLock {
  const lockFile = join(dataFolder, 'run.lock');
  const holderFile = join(dataFolder, 'run.lock.json');
  let database: DatabaseSync;
  try {
    mkdirSync(dataFolder, { recursive: true });
    database = new DatabaseSync(lockFile, { timeout: 0 });
  } catch (cause) {
    throw new PhotoTagError(
      'DATA_FOLDER',
      `The data folder ${dataFolder} cannot be used: ${messageOf(cause)}`,
      {
        file: dataFolder,
        cause,
        remedy: 'Choose a folder that can be written with --data, or free some space.',
      },
    );
  }
  try {
    database.exec('pragma journal_mode = delete; begin exclusive;');
  } catch (cause) {
    database.close();
    throw lockedBy(readHolder(holderFile), dataFolder, remedy, cause);
  }
  held.add(database);
  const abandonedBy = readHolder(holderFile);
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    command,
    since: new Date().toISOString(),
  };
  writeFileSync(holderFile, JSON.stringify(holder));
  return {
    abandonedBy,
    release() {
      rmSync(holderFile, { force: true });
      held.delete(database);
      database.close();
    },
  };
}

function readHolder(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch {
    // Missing or half-written: then nobody can be named, and the lock itself still decides.
    return null;
  }
}

function lockedBy(
  holder: LockHolder | null,
  dataFolder: string,
  remedy: string,
  cause: unknown,
): PhotoTagError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}: photo-tag ${holder.command}`
    : 'another process';
  return new PhotoTagError('LOCKED', `Another run is at work on ${dataFolder} (${who})`, {
    file: dataFolder,
    cause,
    remedy: `Wait until it ends, or stop it with Ctrl-C; what it has done stays. ${remedy}`.trimEnd(),
  });
}
