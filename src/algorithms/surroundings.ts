import type { PositionFix, Surroundings } from '../domain/library.ts';
import type { GpsPosition } from '../domain/metadata.ts';
import { isPosition } from './places.ts';
import { DAY_MILLIS } from './wall-time.ts';

/** Photos with a position, a row each. */
export interface TakenPositions {
  readonly wallMillis: ArrayLike<number>;
  readonly latitude: ArrayLike<number>;
  readonly longitude: ArrayLike<number>;
  readonly camera: readonly string[];
  readonly window: readonly string[];
}

export interface SurroundedPhoto {
  readonly wallMillis: number | null;
  /** As in the rows; null where the photo does not say. */
  readonly camera: string | null;
  readonly window: string;
}

/** Positions of the library, for asking what is known around a photo that has none. */
export interface PositionsAround {
  of(photo: SurroundedPhoto): Surroundings;
  /** Text that changes when the answer for a photo between these instants may; empty where nothing is known there. */
  digest(startMillis: number | null, endMillis: number | null): string;
}

/** Of one day, positions of one place count once: a hundredth of a degree is a kilometre. */
const SAME_PLACE_DEGREES = 0.01;

/**
 * The nearest positions before and after of the same camera in the same window, and those of the same day.
 * Windows are runs of photos without a long pause: between two positions of one nobody was away for long.
 */
export function positionsAround(taken: TakenPositions): PositionsAround {
  const order = Array.from(taken.wallMillis, (_, row) => row)
    .filter((row) => isPosition(positionOf(taken, row)))
    .sort((a, b) => taken.wallMillis[a]! - taken.wallMillis[b]! || a - b);
  const tracks = Map.groupBy(order, (row) => trackKey(taken.window[row]!, taken.camera[row]!));
  const days = new Map(
    [...Map.groupBy(order, (row) => dayOf(taken.wallMillis[row]!))].map(([day, rows]) => [
      day,
      { positions: distinct(rows.map((row) => positionOf(taken, row))), digest: digestOfRows(taken, rows) },
    ]),
  );
  const fix = (row: number | undefined): PositionFix | null =>
    row === undefined ? null : { position: positionOf(taken, row), wallMillis: taken.wallMillis[row]! };
  return {
    of({ wallMillis, camera, window }) {
      if (wallMillis === null) return { before: null, after: null, sameDay: [] };
      const track = camera === null ? [] : (tracks.get(trackKey(window, camera)) ?? []);
      const at = firstAfter(track, (row) => taken.wallMillis[row]! > wallMillis);
      return {
        before: fix(track[at - 1]),
        after: fix(track[at]),
        sameDay: days.get(dayOf(wallMillis))?.positions ?? [],
      };
    },
    digest(startMillis, endMillis) {
      if (startMillis === null || endMillis === null || days.size === 0) return '';
      let digest = '';
      // A window may reach over midnight, on either side.
      for (let day = dayOf(startMillis) - 1; day <= dayOf(endMillis) + 1; day++) {
        digest += days.get(day)?.digest ?? '';
      }
      return digest;
    },
  };
}

const dayOf = (wallMillis: number): number => Math.floor(wallMillis / DAY_MILLIS);

const trackKey = (window: string, camera: string): string => `${window}\n${camera}`;

const positionOf = ({ latitude, longitude }: TakenPositions, row: number): GpsPosition => ({
  latitude: latitude[row]!,
  longitude: longitude[row]!,
});

function distinct(positions: readonly GpsPosition[]): GpsPosition[] {
  const cell = ({ latitude, longitude }: GpsPosition) =>
    `${Math.round(latitude / SAME_PLACE_DEGREES)} ${Math.round(longitude / SAME_PLACE_DEGREES)}`;
  const seen = new Map<string, GpsPosition>();
  for (const position of positions) if (!seen.has(cell(position))) seen.set(cell(position), position);
  return [...seen.values()];
}

/** Where the first item is of which it holds; the number of items where there is none. They are in that order. */
function firstAfter<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(items[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** FNV-1a over what the answers are made of; the order of equal instants changes nothing in it. */
function digestOfRows(taken: TakenPositions, rows: readonly number[]): string {
  const texts = rows.map(
    (row) =>
      `${taken.wallMillis[row]} ${taken.latitude[row]} ${taken.longitude[row]} ${taken.camera[row]} ${taken.window[row]}`,
  );
  let hash = 0x811c9dc5;
  for (const character of texts.sort().join('\n')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
