import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from '../wall-time.ts';
import { type Body, numbersBetween, type Shot } from './shot.ts';

/**
 * A stretch of one body's photos in one folder in which the clock ran on undisturbed: whatever the clock was off,
 * it was off by the same for all of them.
 */
export interface ClockSegment {
  readonly folder: string;
  /** In the order in which they were taken. */
  readonly shots: readonly Shot[];
  /**
   * Of each shot: what the clock says, ascending. Where the clock stood still or started again with every power
   * cycle, a clock that runs on has been put in its place, and `isBroken` is true.
   */
  readonly clockMillis: Float64Array;
  readonly isBroken: boolean;
  /** Starts where clocks start that lost the time. */
  readonly isResetLike: boolean;
  /** Counters of the first and last photo; null where not all are counted. */
  readonly numbers: readonly [first: number, last: number] | null;
}

/** A clock that goes back by more than this was set. Less is two photos written in the wrong order. */
const BACKWARDS_MILLIS = MINUTE_MILLIS;
/** A clock that goes ahead by more than this may have been set; a pause may as well be one. */
const AHEAD_MILLIS = 36 * HOUR_MILLIS;
/** Above this share of steps backwards, names do not tell the order (renamed at random). */
const SHUFFLED_SHARE = 0.2;
/** No camera of this world writes more in one second; a clock that says so stands still. */
const STOPPED_COUNT = 25;
/** Put between two restarts of a clock, for each number: photos of one shoot. */
const BROKEN_STEP_MILLIS = 20 * SECOND_MILLIS;

/** Cuts the photos of a body, folder by folder, where its clock was disturbed. */
export function segmentsOf(body: Body): ClockSegment[] {
  const folders = new Map<string, Shot[]>();
  for (const shot of body.shots) {
    const list = folders.get(shot.witness.folder);
    if (list === undefined) folders.set(shot.witness.folder, [shot]);
    else list.push(shot);
  }
  return [...folders].flatMap(([folder, shots]) => {
    const pieces = cut(inOrder(shots, body.modulus));
    return joinBroken(pieces).map(({ shots, isBroken }) => segmentOf(folder, shots, isBroken, body.modulus));
  });
}

const byClock = (a: Shot, b: Shot) =>
  a.clockMillis - b.clockMillis ||
  (a.number ?? 0) - (b.number ?? 0) ||
  (a.witness.key < b.witness.key ? -1 : 1);

/** By counter, or by clock where the counter is missing or was shuffled. */
function inOrder(shots: readonly Shot[], modulus: number): Shot[] {
  if (shots.some((shot) => shot.number === null)) return [...shots].sort(byClock);
  const sorted = shots.toSorted((a, b) => a.number! - b.number! || byClock(a, b));
  const turned = turnAtWrap(sorted, modulus);
  let backwards = 0;
  for (let i = 1; i < turned.length; i++) {
    if (turned[i]!.clockMillis < turned[i - 1]!.clockMillis - BACKWARDS_MILLIS) backwards++;
  }
  return backwards > Math.max(2, SHUFFLED_SHARE * turned.length) ? [...shots].sort(byClock) : turned;
}

/** Starts after the largest hole of the counter's circle: 9998, 9999, 1, 2. */
function turnAtWrap(sorted: readonly Shot[], modulus: number): Shot[] {
  if (modulus === Number.POSITIVE_INFINITY || sorted.length < 2) return [...sorted];
  let start = 0;
  let largest = numbersBetween(sorted.at(-1)!.number!, sorted[0]!.number!, modulus);
  for (let i = 1; i < sorted.length; i++) {
    const hole = sorted[i]!.number! - sorted[i - 1]!.number!;
    if (hole > largest) {
      largest = hole;
      start = i;
    }
  }
  return [...sorted.slice(start), ...sorted.slice(0, start)];
}

function cut(shots: readonly Shot[]): Shot[][] {
  const pieces: Shot[][] = [];
  shots.forEach((shot, i) => {
    const step = i === 0 ? 0 : shot.clockMillis - shots[i - 1]!.clockMillis;
    const isSame = i > 0 && step >= -BACKWARDS_MILLIS && step <= AHEAD_MILLIS;
    if (isSame) pieces.at(-1)!.push(shot);
    else pieces.push([shot]);
  });
  return pieces;
}

interface Piece {
  readonly shots: readonly Shot[];
  readonly isBroken: boolean;
}

/** A clock that starts again with every power cycle makes many short pieces: they are one. */
function joinBroken(pieces: readonly Shot[][]): Piece[] {
  const joined: { shots: Shot[]; isBroken: boolean }[] = [];
  for (const shots of pieces) {
    const last = joined.at(-1);
    const restarts = last !== undefined && isReset(last.shots[0]!) && isReset(shots[0]!);
    if (restarts) {
      last.shots.push(...shots);
      last.isBroken = true;
    } else joined.push({ shots: [...shots], isBroken: hasStopped(shots) });
  }
  return joined;
}

function hasStopped(shots: readonly Shot[]): boolean {
  return shots.length >= STOPPED_COUNT && shots[0]!.clockMillis === shots.at(-1)!.clockMillis;
}

const isReset = (shot: Shot) => isResetMoment(shot.clockMillis);

function segmentOf(folder: string, shots: readonly Shot[], isBroken: boolean, modulus: number): ClockSegment {
  const clockMillis = new Float64Array(shots.length);
  shots.forEach((shot, i) => {
    const before = i === 0 ? null : shots[i - 1]!;
    if (before === null) clockMillis[i] = shot.clockMillis;
    else {
      const step = shot.clockMillis - before.clockMillis;
      const releases =
        shot.number === null || before.number === null
          ? 1
          : Math.max(1, Math.min(30, numbersBetween(before.number, shot.number, modulus)));
      const isDisturbed = step < -BACKWARDS_MILLIS || (isBroken && step === 0);
      clockMillis[i] =
        clockMillis[i - 1]! + (isDisturbed ? releases * BROKEN_STEP_MILLIS : Math.max(0, step));
    }
  });
  const first = shots[0]!;
  const isCounted = shots.every((shot) => shot.number !== null);
  return {
    folder,
    shots,
    clockMillis,
    isBroken,
    isResetLike: isReset(first) || isBroken,
    numbers: isCounted ? [first.number!, shots.at(-1)!.number!] : null,
  };
}

/** Epochs that no picture of a digital camera is from, or hardly any. */
const EPOCH_YEARS: ReadonlySet<number> = new Set([1970, 1980, 2000]);
/** Makers start their clocks at a 1 January; the first picture follows within hours. */
const AFTER_RESET_MILLIS = 6 * HOUR_MILLIS;

/** Where clocks start again after the battery died: early on a 1 January, or anywhere on that of an epoch. */
export function isResetMoment(wallMillis: number): boolean {
  const year = new Date(wallMillis).getUTCFullYear();
  const sinceNewYear = wallMillis - Date.UTC(year, 0, 1);
  return sinceNewYear < (EPOCH_YEARS.has(year) ? 2 * DAY_MILLIS : AFTER_RESET_MILLIS);
}

export const startOf = (segment: ClockSegment): number => segment.clockMillis[0]!;
export const endOf = (segment: ClockSegment): number => segment.clockMillis.at(-1)!;

/** A longer pause parts two times of work: lunch, night, travel. */
const SESSION_PAUSE_MILLIS = 4 * HOUR_MILLIS;

/** The segment in pieces without a long pause. */
export function sessionsOf(segment: ClockSegment): ClockSegment[] {
  const { shots, clockMillis, numbers } = segment;
  const starts = [...clockMillis.keys()].filter(
    (i) => i === 0 || clockMillis[i]! - clockMillis[i - 1]! > SESSION_PAUSE_MILLIS,
  );
  if (starts.length === 1) return [segment];
  return starts.map((from, s) => {
    const to = starts[s + 1] ?? shots.length;
    const own = shots.slice(from, to);
    return {
      ...segment,
      shots: own,
      clockMillis: clockMillis.slice(from, to),
      numbers: numbers === null ? null : [own[0]!.number!, own.at(-1)!.number!],
    };
  });
}
