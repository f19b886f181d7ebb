import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PhotoTagError } from '../../domain/errors.ts';

/** For pins, notes, and whatever else writes there meanwhile. */
const RESERVE_BYTES = 32e6;

/** @throws PhotoTagError DISK_FULL where a download cannot fit, before it begins. */
export async function checkFreeSpace(folder: string, wantedBytes: number): Promise<void> {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  const free = bavail * bsize;
  if (free >= wantedBytes + RESERVE_BYTES) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new PhotoTagError(
    'DISK_FULL',
    `${folder} has ${megabytes(free)} free, and ${megabytes(wantedBytes + RESERVE_BYTES)} are needed`,
    {
      file: folder,
      remedy: 'Free some space, set models.dir to another disk, or take a smaller --precision.',
    },
  );
}
