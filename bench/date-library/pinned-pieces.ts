import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, type Period } from '../../src/algorithms/wall-time.ts';
import { areBelieved, type Bracket, companionsOf, type Evidence, isOrderKnown } from './evidence.ts';
import { type ErrorKind, isPinned } from './pinning.ts';
import type { Fault, Piece, Run, Shot } from './world.ts';
import { homeOffsetMinutes } from './zones.ts';

/** Wrong clocks that the data put right to the hour: the rules stand in evidence.ts. */
export function piecesPinned(
  runs: readonly Run[],
  events: Evidence['events'],
  brackets: Evidence['brackets'],
): Set<Piece> {
  const pinned = new Set<Piece>();
  for (const run of runs) {
    for (const piece of run.pieces) {
      if (isRightPiece(piece) || piece.errorMillis === null) continue;
      const companions = companionsOf(run.body, piece.shots, events);
      const isTold =
        isToldBySatellites(run, piece, piece.errorMillis, companions) ||
        isToldByFolder(piece) ||
        isToldByNeighbour(run, piece) ||
        isToldByCounter(piece, brackets.get(run)) ||
        isToldByCompanions(piece, companions);
      if (isTold) pinned.add(piece);
    }
  }
  pinStretches(runs, pinned);
  return pinned;
}

function isRightPiece({ errorMillis }: Piece): boolean {
  return errorMillis !== null && Math.abs(errorMillis) <= HOUR_MILLIS;
}

export const isIn = (millis: number, { startMillis, endMillis }: Period) =>
  millis >= startMillis && millis <= endMillis;

/** UTC-12 to UTC+14, and a little for the drift. */
const WEST_HOURS = -12.1;
const EAST_HOURS = 14.1;

function isToldBySatellites(
  run: Run,
  piece: Piece,
  errorMillis: number,
  companions: readonly Shot[],
): boolean {
  if (!piece.shots.some((shot) => shot.gpsMillis !== null)) return false;
  const seemsHours = (errorMillis + run.shoot.offsetMinutes * MINUTE_MILLIS) / HOUR_MILLIS;
  if (seemsHours >= WEST_HOURS && seemsHours <= EAST_HOURS) return false;
  const isHome = homeOffsetMinutes(run.shots[0]!.utcMillis) === run.shoot.offsetMinutes;
  return isHome || companions.some((shot) => shot.run.body.kind === 'phone' && shot.run.shoot === run.shoot);
}

function isToldByFolder({ fault, shots }: Piece): boolean {
  const first = shots[0]!;
  const { named } = first.folder;
  if (named === null) return false;
  const isOut = (shot: Shot) => isIn(shot.truthMillis, named) && !isIn(shot.readingMillis, named);
  switch (fault) {
    case 'wrong year':
      return isOut(first);
    case 'day and month swapped':
      return named.precision !== 'year' && isOut(first);
    default:
      return false;
  }
}

/** A whole year, or day and month, are told by a photo that is minutes away; of any error only the order is told. */
const CALENDAR: ReadonlySet<Fault> = new Set(['wrong year', 'day and month swapped']);

/**
 * The numbers go on from or into a right photo of the run and folder. They say the order and not the pause: a clock
 * that lost the time is told where right photos before and after leave it no more room than an hour either way. A
 * mistake of the calendar keeps the time of day, so one of them, less than an hour away, tells it.
 */
function isToldByNeighbour(run: Run, piece: Piece): boolean {
  const before = reachBack(run, piece, -1);
  const after = reachBack(run, piece, 1);
  if (CALENDAR.has(piece.fault))
    return [before, after].some((side) => side !== null && side.unknownMillis < HOUR_MILLIS);
  return before !== null && after !== null && before.unknownMillis + after.unknownMillis <= 2 * HOUR_MILLIS;
}

/** The pauses from the piece to the nearest right photo on one side: what runs in between keeps its own length. */
function reachBack(run: Run, piece: Piece, step: -1 | 1): { readonly unknownMillis: number } | null {
  let unknownMillis = 0;
  for (let i = run.pieces.indexOf(piece) + step; run.pieces[i] !== undefined; i += step) {
    const [near, far] = [run.pieces[i - step]!, run.pieces[i]!];
    const a = step < 0 ? near.shots[0]! : near.shots.at(-1)!;
    const b = step < 0 ? far.shots.at(-1)! : far.shots[0]!;
    if (a.folder.event !== b.folder.event || !isOrderKnown(a) || !isOrderKnown(b)) return null;
    unknownMillis += Math.abs(a.truthMillis - b.truthMillis);
    if (isRightPiece(far)) return { unknownMillis };
  }
  return null;
}

function isToldByCounter({ fault }: Piece, bracket: Bracket | undefined): boolean {
  if (fault !== 'wrong year' || bracket === undefined) return false;
  return bracket.isTight && bracket.endMillis - bracket.startMillis < 360 * DAY_MILLIS;
}

const KINDS: Partial<Record<Fault, ErrorKind>> = {
  'wrong zone': 'hours',
  'daylight saving': 'hours',
  'twelve hours': 'hours',
  'wrong year': 'years',
};

function isToldByCompanions(piece: Piece, companions: readonly Shot[]): boolean {
  const kind = KINDS[piece.fault] ?? 'any';
  const near = kind === 'hours' ? companions.filter((shot) => isNear(shot, piece)) : companions;
  if (!areBelieved(near, piece)) return false;
  const times = piece.shots.map((shot) => shot.truthMillis);
  const right = near.map((shot) => shot.truthMillis).sort((a, b) => a - b);
  return isPinned(times, right, kind);
}

/** Who was there on another day says nothing of the hour of this one. */
const ON_THAT_DAY_MILLIS = 14 * HOUR_MILLIS;

function isNear({ truthMillis }: Shot, { shots }: Piece): boolean {
  return (
    truthMillis >= shots[0]!.truthMillis - ON_THAT_DAY_MILLIS &&
    truthMillis <= shots.at(-1)!.truthMillis + ON_THAT_DAY_MILLIS
  );
}

function pinStretches(runs: readonly Run[], pinned: Set<Piece>): void {
  const goesOn = new Set<Fault>(['reset', 'wrong year', 'day and month swapped']);
  const key = (run: Run, piece: Piece) => `${piece.stretch} ${run.shoot.offsetMinutes}`;
  const stretches = new Set<string>();
  for (const run of runs) {
    for (const piece of run.pieces) {
      if (pinned.has(piece) && goesOn.has(piece.fault)) stretches.add(key(run, piece));
    }
  }
  for (const run of runs) {
    if (!run.hasSerial) continue;
    for (const piece of run.pieces) {
      // A clock that lost the time gives itself away. One of a wrong year may have been set right, but for the numbers.
      const goesOnHere = !CALENDAR.has(piece.fault) || isOrderKnown(piece.shots[0]!);
      if (goesOn.has(piece.fault) && goesOnHere && stretches.has(key(run, piece))) pinned.add(piece);
    }
  }
}
