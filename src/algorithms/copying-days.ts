import type { DateWitness, VoteOptions } from './date-votes.ts';
import { bestPathDateToken } from './path-date-tokens.ts';
import { isSane } from './sane-range.ts';
import { DAY_MILLIS, MINUTE_MILLIS, periodOf } from './wall-time.ts';

/** Days on which trees of files were copied without keeping their times: days since 1970, wall clock. */
export type CopyingDays = ReadonlySet<number>;

/** Fewer may be one evening of editing. */
const FEWEST_FILES = 20;
/** Files of so many other days do not come together but by copying. */
const FEWEST_DAYS = 3;
/** Nearer than that a file time may be that of the import. */
const OTHER_DAY_MILLIS = 2 * DAY_MILLIS;

/**
 * A copy gives every file of a tree the time of the copying: such a day is no witness of when they were taken.
 * @param witnesses all photos of the library
 */
export function copyingDays(witnesses: readonly DateWitness[], options: VoteOptions): CopyingDays {
  const pages = new Map<number, { files: number; days: Set<number> }>();
  for (const witness of witnesses) {
    const written = earliestFileTime(witness, options);
    const taken = written === null ? null : takenDay(witness, written, options);
    if (written === null || taken === null) continue;
    const day = Math.floor(written / DAY_MILLIS);
    let page = pages.get(day);
    if (page === undefined) {
      page = { files: 0, days: new Set() };
      pages.set(day, page);
    }
    page.files++;
    if (page.days.size < FEWEST_DAYS) page.days.add(taken);
  }
  const found = new Set<number>();
  for (const [day, { files, days }] of pages) {
    if (files >= FEWEST_FILES && days.size >= FEWEST_DAYS) found.add(day);
  }
  return found;
}

/** The day of the earliest file time, days since 1970, if it is one of copying; null otherwise. */
export function copyingDayOf(witness: DateWitness, days: CopyingDays, options: VoteOptions): number | null {
  const written = earliestFileTime(witness, options);
  const day = written === null ? null : Math.floor(written / DAY_MILLIS);
  return day !== null && days.has(day) ? day : null;
}

function earliestFileTime({ files }: DateWitness, options: VoteOptions): number | null {
  let earliest: number | null = null;
  for (const { mtimeMillis, birthMillis } of files) {
    for (const utc of [mtimeMillis, birthMillis]) {
      if (utc === null || Math.abs(utc) > 8.64e15) continue;
      const wall = utc + options.fileZoneOffsetMinutes(utc) * MINUTE_MILLIS;
      if (isSane(wall, options.saneRange) && (earliest === null || wall < earliest)) earliest = wall;
    }
  }
  return earliest;
}

/** The day that something else says, if it is another than that of the file; null where nothing does. */
function takenDay(witness: DateWitness, written: number, options: VoteOptions): number | null {
  const exif = witness.dateTimeOriginal ?? witness.createDate;
  if (exif !== null && isSane(exif.wallMillis, options.saneRange)) {
    const isOther = Math.abs(exif.wallMillis - written) > OTHER_DAY_MILLIS;
    return isOther ? Math.floor(exif.wallMillis / DAY_MILLIS) : null;
  }
  const token = bestPathDateToken(
    witness.files.map((file) => file.relativePath),
    options.saneRange,
  );
  if (token === null) return null;
  const { startMillis, endMillis } = periodOf(token.wallMillis, token.precision);
  const isOther = written < startMillis - OTHER_DAY_MILLIS || written > endMillis + OTHER_DAY_MILLIS;
  return isOther ? Math.floor(startMillis / DAY_MILLIS) : null;
}
