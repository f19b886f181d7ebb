import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';

/**
 * Puts a file there whole, on the disk before anything that comes after it.
 * @throws PhotoTagError DATA_FOLDER
 */
export function putFile(file: string, bytes: Uint8Array): void {
  const draft = `${file}.photo-tag-tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(draft, 'w');
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(draft, file);
    syncName(dirname(file));
  } catch (cause) {
    rmSync(draft, { force: true });
    throw new PhotoTagError('DATA_FOLDER', `${file} cannot be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Allow your user to write there, or free some space. What was there before is as it was.',
    });
  }
}

/** Some systems cannot open folders; what is lost then, at a power cut, is the new name. */
function syncName(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // As above.
  }
}
