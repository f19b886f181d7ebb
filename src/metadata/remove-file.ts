import { setTimeout as sleep } from 'node:timers/promises';
import { unlink } from './disk.ts';

/** Removes a file, or the name that a link has; none is no error. */
export async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** A disk that failed once mostly works a moment later. */
const TRIES = 3;
const PAUSE_MILLIS = 20;

/**
 * Does a removal that is no part of the work, and so no reason to fail: what stays in spite of several tries is found by
 * its name at a later start.
 *
 * @returns false where it did not succeed.
 */
export async function clearUp(remove: () => Promise<void>): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await remove();
      return true;
    } catch {
      if (attempt === TRIES) return false;
      await sleep(PAUSE_MILLIS);
    }
  }
}
