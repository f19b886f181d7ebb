import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PhotoTagError } from '../domain/errors.ts';

/** A temporary file as old as this belongs to a process that was killed. */
const ABANDONED_AFTER_MILLIS = 3_600_000;

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Writes a file as a whole or not at all: under another name in `tempFolder`, which has to lie in the same file
 * system, then renamed. Not fsynced: a proxy that a power cut loses is made again.
 * @throws PhotoTagError DISK_FULL or DATA_FOLDER; nothing is left behind.
 */
export async function writeAtomically(target: string, bytes: Uint8Array, tempFolder: string): Promise<void> {
  const temporary = join(tempFolder, `${randomUUID()}.tmp`);
  try {
    await mkdir(tempFolder, { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw storageError(error, target);
  }
}

/** Removes temporary files that killed processes have left, but none that another process may be writing now. */
export async function removeAbandoned(tempFolder: string, now = Date.now()): Promise<void> {
  let names: string[];
  try {
    names = await readdir(tempFolder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw storageError(error, tempFolder);
  }
  for (const name of names) {
    const path = join(tempFolder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > ABANDONED_AFTER_MILLIS)
      await rm(path, { recursive: true, force: true });
  }
}

/** What stops every further proxy too: the disk is full, or the cache folder cannot be written. */
export function storageError(cause: unknown, file: string): PhotoTagError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (DISK_FULL.has(code ?? ''))
    return new PhotoTagError('DISK_FULL', `No space left for the proxy ${file}`, {
      file,
      cause,
      remedy: 'Free some space, or set proxy.cache_dir to a folder on a larger disk, and start again.',
    });
  return new PhotoTagError('DATA_FOLDER', `The proxy ${file} cannot be written: ${message}`, {
    file,
    cause,
    remedy: 'See that proxy.cache_dir is a folder that this user may write to.',
  });
}
