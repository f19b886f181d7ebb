import type { Embedder } from '../models/embedder.ts';

/** Long enough that a start counts for little, short enough to wait for. */
const MEASURE_MILLIS = 2000;
const PHOTOS_AT_ONCE = 8;

/**
 * Photos a second that an embedder manages on this machine as it is now, other work included.
 * @param jpegs proxies, at least one, as paths
 * @throws what the embedder throws; an Error of a picture where none can be read
 */
export async function expectedRate(embedder: Embedder, jpegs: readonly string[]): Promise<number> {
  const batch = Array.from({ length: PHOTOS_AT_ONCE }, (_, at) => jpegs[at % jpegs.length]!);
  // Starts threads and loads the network.
  const first = await embedder.embedImages(batch.slice(0, 2));
  const problem = first.find((result) => result instanceof Error);
  if (problem !== undefined) throw problem;
  const started = performance.now();
  const until = started + MEASURE_MILLIS;
  let photos = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) photos += (await embedder.embedImages(batch)).length;
  };
  await Promise.all([lane(), lane()]);
  return photos / ((performance.now() - started) / 1000);
}

/** `about 9 photos/s, 13.5 hours for the 437,120 photos that are due`. */
export function rateInWords(photosPerSecond: number, due: number): string {
  const rate = `about ${photosPerSecond >= 10 ? Math.round(photosPerSecond) : photosPerSecond.toFixed(1)} photos/s`;
  if (due === 0) return `${rate}, no photo is due`;
  const seconds = due / photosPerSecond;
  const time =
    seconds < 90
      ? `${Math.ceil(seconds)} seconds`
      : seconds < 5400
        ? `${Math.round(seconds / 60)} minutes`
        : `${(seconds / 3600).toFixed(1)} hours`;
  const photos = due === 1 ? 'the photo that is' : `the ${due.toLocaleString('en')} photos that are`;
  return `${rate}, ${time} for ${photos} due`;
}
