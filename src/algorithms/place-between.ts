import { counterOf } from './name-sequence.ts';
import { DAY_MILLIS } from './wall-time.ts';

export interface PlacedPhoto {
  readonly fileName: string;
  /** When it was taken, by its own clock; null where it lost that. */
  readonly wallMillis: number | null;
  /** Whether a place is wanted. */
  readonly isLost: boolean;
}

/** Where a photo lies between two others by its number. */
export interface PlaceBetween {
  /** Between the two in time as it is in number. */
  readonly wallMillis: number;
  readonly startMillis: number;
  readonly endMillis: number;
  readonly beforeName: string;
  readonly afterName: string;
}

/** Farther off, the two say little of what is between them. */
const MOST_NUMBERS = 60;
/** A longer pause between the two may be a change of the event. */
const LONGEST_MILLIS = DAY_MILLIS;

/**
 * Places photos that lost their date between those of the same folder and the same name before the number.
 * Only names that a camera gave count: exports number as they like.
 * @returns one place per photo, in their order; null where none is wanted or known
 */
export function placesBetween(photos: readonly PlacedPhoto[]): (PlaceBetween | null)[] {
  const places: (PlaceBetween | null)[] = photos.map(() => null);
  if (!photos.some((photo) => photo.isLost)) return places;
  const series = new Map<string, { index: number; number: number }[]>();
  for (const [index, { fileName, wallMillis, isLost }] of photos.entries()) {
    if (!isLost && wallMillis === null) continue;
    const counter = counterOf(fileName);
    if (counter === null || !counter.wraps || counter.prefix.length !== 4) continue;
    const list = series.get(counter.prefix);
    const entry = { index, number: counter.number };
    if (list === undefined) series.set(counter.prefix, [entry]);
    else list.push(entry);
  }
  for (const list of series.values()) {
    list.sort((a, b) => a.number - b.number || a.index - b.index);
    list.forEach(({ index, number }, at) => {
      if (!photos[index]!.isLost) return;
      const before = list.slice(0, at).findLast((entry) => photos[entry.index]!.wallMillis !== null);
      const after = list.slice(at + 1).find((entry) => photos[entry.index]!.wallMillis !== null);
      if (before !== undefined && after !== undefined) places[index] = between(photos, before, after, number);
    });
  }
  return places;
}

function between(
  photos: readonly PlacedPhoto[],
  before: { readonly index: number; readonly number: number },
  after: { readonly index: number; readonly number: number },
  number: number,
): PlaceBetween | null {
  const startMillis = photos[before.index]!.wallMillis!;
  const endMillis = photos[after.index]!.wallMillis!;
  const isNear = after.number - before.number <= MOST_NUMBERS && endMillis - startMillis <= LONGEST_MILLIS;
  if (!isNear || endMillis < startMillis || before.number === number || after.number === number) return null;
  const share = (number - before.number) / (after.number - before.number);
  return {
    wallMillis: Math.round(startMillis + share * (endMillis - startMillis)),
    startMillis,
    endMillis,
    beforeName: photos[before.index]!.fileName,
    afterName: photos[after.index]!.fileName,
  };
}
