import type { Period } from './wall-time.ts';

/**
 * File names that ascend in a folder mostly mean that time ascends. A date *fits* where a photo, put at that
 * date, stands in time order among its neighbours by file number.
 */

/** A file name as a camera's counter. */
export interface NameCounter {
  /** All before the number: counters with different prefixes do not follow each other. */
  readonly prefix: string;
  readonly number: number;
  /** Four digits: 9999 is followed by 0001. */
  readonly wraps: boolean;
}

/** Four free characters and four digits (DCF, JEITA CP-3461), and whatever an editing program added. */
const DCF_NAME = /^(?!\d{4})([A-Za-z0-9_]{4})(\d{4})(?!\d)/;
/** The last number; more than five digits are a time of day or a serial number, not a counter. */
const LAST_NUMBER = /^(|.*?\D)(\d{1,5})\D*$/s;

/** The counter in a file name; null where there is none. */
export function counterOf(fileName: string): NameCounter | null {
  const stem = fileName.replace(/\.[^.]*$/, '');
  const [, prefix, digits] = DCF_NAME.exec(stem) ?? LAST_NUMBER.exec(stem) ?? [];
  if (prefix === undefined || digits === undefined) return null;
  // `2014-05-03` is a date, and a witness of its own.
  if (/\d{4}[-_. ](?:\d\d[-_. ])?$/.test(prefix)) return null;
  return { prefix, number: Number(digits), wraps: digits.length === 4 };
}

export interface NumberedPhoto {
  readonly fileName: string;
  readonly camera: string | null;
  /** When it was taken, as far as is known without the sequence, with the slack of its clock; null: unknown or coarse. */
  readonly period: Period | null;
}

/**
 * Photos of one folder in the order of their file numbers: one list per camera and prefix.
 * @returns lists of indexes into `photos`; photos without a number are in none
 */
export function numberedRuns(photos: readonly NumberedPhoto[]): number[][] {
  const runs = new Map<string, { index: number; counter: NameCounter }[]>();
  for (const [index, { fileName, camera }] of photos.entries()) {
    const counter = counterOf(fileName);
    if (counter === null) continue;
    const id = JSON.stringify([camera, counter.prefix]);
    const run = runs.get(id);
    if (run === undefined) runs.set(id, [{ index, counter }]);
    else run.push({ index, counter });
  }
  return [...runs.values()].map((run) => {
    run.sort((a, b) => a.counter.number - b.counter.number || byCodeUnits(photos, a.index, b.index));
    return turnedAtWrap(run, photos).map(({ index }) => index);
  });
}

/** Not by locale: the same on every machine. */
function byCodeUnits(photos: readonly NumberedPhoto[], a: number, b: number): number {
  const nameA = photos[a]?.fileName ?? '';
  const nameB = photos[b]?.fileName ?? '';
  return nameA < nameB ? -1 : nameA > nameB ? 1 : 0;
}

/** Half of a four-digit counter: with a larger hole inside, 9999 → 0001 is the shorter way round. */
const WRAP_HOLE = 5000;

/** Starts the run at 9990 where it goes on to 9999 and 0001, if the small numbers are the later photos. */
function turnedAtWrap<Item extends { index: number; counter: NameCounter }>(
  run: readonly Item[],
  photos: readonly NumberedPhoto[],
): readonly Item[] {
  const start = run.findIndex((item, i) => {
    const before = run[i - 1];
    return before !== undefined && item.counter.number - before.counter.number > WRAP_HOLE;
  });
  if (start < 0 || !run.every((item) => item.counter.wraps)) return run;
  const low = run.slice(0, start);
  const high = run.slice(start);
  const middleOfLow = middleStart(low.map((item) => photos[item.index]?.period ?? null));
  const middleOfHigh = middleStart(high.map((item) => photos[item.index]?.period ?? null));
  const lowIsLater = middleOfLow !== null && middleOfHigh !== null && middleOfLow > middleOfHigh;
  return lowIsLater ? [...high, ...low] : run;
}

function middleStart(periods: readonly (Period | null)[]): number | null {
  const starts = periods
    .flatMap((period) => (period === null ? [] : [period.startMillis]))
    .sort((a, b) => a - b);
  return starts[starts.length >> 1] ?? null;
}

/**
 * Neighbours on each side that are asked. Fewer, and two wrong ones outvote the rest; more, and a folder that
 * was filled from two cards is judged by the other card.
 */
export const NEIGHBOURS_EACH_SIDE = 10;
/** With fewer in all, a wrong date stands in order by chance too often: one time in two beside a single one. */
const FEWEST_NEIGHBOURS = 4;
/** Share of neighbours that must be in order among themselves, or the order of names means nothing here. */
const ORDERED_SHARE = 0.75;
/**
 * A fitting date may put one neighbour in twenty out of order (two photos in one second, a slow card). Near the
 * ends of a folder, with fewer neighbours, none: there a wrong date disturbs few.
 */
const DISTURBED_SHARE = 1 / 20;

/** What the neighbours of one photo know. */
export interface SequenceJudge {
  readonly neighbours: number;
  /** Neighbours that would be in time order with that date. */
  readonly inOrderWith: (period: Period) => number;
  readonly fits: (period: Period) => boolean;
}

/**
 * Judges dates for the photo at a position of a run.
 * @param periods of the whole run, in the order of the names
 * @returns null where the neighbours are too few or not in order themselves
 */
export function judgeAt(periods: readonly (Period | null)[], position: number): SequenceJudge | null {
  const before = nearest(periods, position, -1).reverse();
  const after = nearest(periods, position, 1);
  const neighbours = before.length + after.length;
  if (neighbours < FEWEST_NEIGHBOURS) return null;
  const inOrder = longestAscending([...before, ...after]);
  if (inOrder / neighbours < ORDERED_SHARE) return null;
  // A coarse date may stand at its end for those before and at its start for those after: it is judged mildly.
  const inOrderWith = ({ startMillis, endMillis }: Period) =>
    longestAscending(before, -Infinity, endMillis) + longestAscending(after, startMillis);
  const spare = Math.floor(neighbours * DISTURBED_SHARE);
  return { neighbours, inOrderWith, fits: (period) => inOrderWith(period) >= inOrder - spare };
}

function nearest(periods: readonly (Period | null)[], position: number, step: 1 | -1): Period[] {
  const found: Period[] = [];
  for (let i = position + step; i >= 0 && i < periods.length; i += step) {
    if (found.length === NEIGHBOURS_EACH_SIDE) break;
    const period = periods[i];
    if (period) found.push(period);
  }
  return found;
}

/**
 * Length of the longest non-decreasing subsequence, where each member may stand anywhere in its period between
 * `from` and `to`. As patience sorting (Fredman 1975), with the earliest reachable end for each length; O(n²) for
 * the few that are asked.
 */
function longestAscending(periods: readonly Period[], from = -Infinity, to = Infinity): number {
  const ends: number[] = [];
  for (const period of periods) {
    const start = Math.max(period.startMillis, from);
    const end = Math.min(period.endMillis, to);
    if (start > end) continue;
    for (let length = ends.length; length >= 0; length--) {
      const reached = length === 0 ? start : Math.max(ends[length - 1] ?? start, start);
      if (reached > end) continue;
      const known = ends[length];
      if (known === undefined || reached < known) ends[length] = reached;
    }
  }
  return ends.length;
}
