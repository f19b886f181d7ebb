/** Wall-clock milliseconds as ISO 8601 without zone, to the second. */
export const wallText = (millis: number | null): string | null =>
  millis === null ? null : new Date(millis).toISOString().slice(0, 19);
