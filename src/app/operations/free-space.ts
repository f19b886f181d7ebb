import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes that this user may still write where the folder is, or would be; null where nobody can say. */
export function freeBytes(folder: string): number | null {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize;
  } catch {
    return null;
  }
}
