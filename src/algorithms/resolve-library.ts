import type { CaptureTime } from '../domain/capture-time.ts';
import type { DateWitness } from './date-votes.ts';
import { type DateOptions, resolveFolder } from './resolve-date.ts';

/**
 * When the photos of a whole library were taken.
 * @param witnesses all photos, in any order
 * @returns one capture time per witness, in their order
 */
export function resolveLibrary(witnesses: readonly DateWitness[], options: DateOptions): CaptureTime[] {
  const folders = new Map<string, number[]>();
  witnesses.forEach(({ folder }, i) => {
    const photos = folders.get(folder);
    if (photos === undefined) folders.set(folder, [i]);
    else photos.push(i);
  });
  const times = new Array<CaptureTime>(witnesses.length);
  for (const photos of folders.values()) {
    const resolved = resolveFolder(
      photos.map((i) => witnesses[i]!),
      options,
    );
    photos.forEach((i, k) => {
      times[i] = resolved[k]!;
    });
  }
  return times;
}
