import type { CaptureTime } from '../domain/capture-time.ts';
import type { ClockRun } from '../domain/clock-run.ts';
import { studyClocks } from './clocks/study-clocks.ts';
import { copyingDays } from './copying-days.ts';
import type { DateWitness, LibraryKnowledge } from './date-votes.ts';
import { type DateOptions, resolveFolder } from './resolve-date.ts';

export interface LibraryStudy extends LibraryKnowledge {
  /** Photos whose camera's clock was wrong, or may have been. */
  readonly runs: readonly ClockRun[];
}

/** What can only be seen by looking at all photos: on which days files were copied, and whose clock was wrong. */
export function studyLibrary(witnesses: readonly DateWitness[], options: DateOptions): LibraryStudy {
  const { runs, corrections } = studyClocks(witnesses, options.saneRange);
  return { copyingDays: copyingDays(witnesses, options), corrections, runs };
}

/**
 * When the photos of a whole library were taken.
 * @param witnesses all photos, in any order
 * @returns one capture time per witness, in their order
 */
export function resolveLibrary(witnesses: readonly DateWitness[], options: DateOptions): CaptureTime[] {
  const knowledge = studyLibrary(witnesses, options);
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
      knowledge,
    );
    photos.forEach((i, k) => {
      times[i] = resolved[k]!;
    });
  }
  return times;
}
