import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';

/**
 * Writes a file whole or not at all: an older one stays until the new one is there.
 * @param what for the message: `The page`
 * @throws PhotoTagError DATA_FOLDER
 */
export function writeWhole(file: string, text: string, what: string): void {
  const temporary = `${file}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (cause) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // Where a folder of the path is a file, there is nothing to remove; the cause says more.
    }
    throw new PhotoTagError('DATA_FOLDER', `${what} could not be written: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Make room, make the folder writable, or choose another one.',
    });
  }
}
