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
    case 'twelve hours':
      return (
        named.precision === 'day' &&
        shots.every((shot) => isIn(shot.truthMillis, named)) &&
        shots.filter(isOut).length * 2 >= shots.length
      );
    default:
      return false;
  }
}

/** Sums the pauses from the nearest right photo of the run on: each restart adds what nobody knows. */
function isToldByNeighbour(run: Run, piece: Piece): boolean {
  const at = run.pieces.indexOf(piece);
  return [-1, 1].some((step) => {
    let unknown = 0;
    for (let i = at + step; run.pieces[i] !== undefined; i += step) {
      const [near, far] = [run.pieces[i - step]!, run.pieces[i]!];
      const a = step < 0 ? near.shots[0]! : near.shots.at(-1)!;
      const b = step < 0 ? far.shots.at(-1)! : far.shots[0]!;
      if (a.folder.event !== b.folder.event || !isOrderKnown(a) || !isOrderKnown(b)) return false;
      unknown += Math.abs(a.truthMillis - b.truthMillis);
      if (unknown >= HOUR_MILLIS) return false;
      if (isRightPiece(far)) return true;
    }
    return false;
  });
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
  if (!areBelieved(companions, piece)) return false;
  const times = piece.shots.map((shot) => shot.truthMillis);
  const right = companions.map((shot) => shot.truthMillis).sort((a, b) => a - b);
  return isPinned(times, right, KINDS[piece.fault] ?? 'any');
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
      if (goesOn.has(piece.fault) && stretches.has(key(run, piece))) pinned.add(piece);
    }
  }
}
