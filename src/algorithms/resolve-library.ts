import type { CaptureTime } from '../domain/capture-time.ts';
import type { ClockRun } from '../domain/clock-run.ts';
import { studyClocks, studyInSteps } from './clocks/study-clocks.ts';
import { copyingDays } from './copying-days.ts';
import type { DateWitness, LibraryKnowledge } from './date-votes.ts';
import { type DateOptions, resolveFolder } from './resolve-date.ts';

export interface LibraryStudy extends LibraryKnowledge {
  /** Photos whose camera's clock was wrong, or may have been. */
  readonly runs: readonly ClockRun[];
}

/** What can only be seen by looking at all photos: on which days files were copied, and whose clock was wrong. */
export function studyLibrary(witnesses: readonly DateWitness[], options: DateOptions): LibraryStudy {
  return { ...studyClocks(witnesses, options.saneRange), copyingDays: copyingDays(witnesses, options) };
}

const BREATH_MILLIS = 100;

/** The same, without holding up whatever else the program does. */
export async function studyLibraryInTurns(
  witnesses: readonly DateWitness[],
  options: DateOptions,
): Promise<LibraryStudy> {
  const steps = studyInSteps(witnesses, options.saneRange);
  let last = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, copyingDays: copyingDays(witnesses, options) };
    if (performance.now() - last < BREATH_MILLIS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  }
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
