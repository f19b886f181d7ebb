/** As many as fit in a strip. */
const MOST = 12;

/** Evenly among all of them, with the first and the last. */
export function samplesOf<Photo>(photos: readonly Photo[]): Photo[] {
  if (photos.length <= MOST) return [...photos];
  return Array.from({ length: MOST }, (_, i) => photos[Math.round((i * (photos.length - 1)) / (MOST - 1))]!);
}
