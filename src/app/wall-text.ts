import { isoWallTime } from './dates/in-words.ts';

/** Wall-clock milliseconds as ISO 8601 without zone, to the second; null stays null. */
export const wallText = (millis: number | null): string | null =>
  millis === null ? null : isoWallTime(millis);
