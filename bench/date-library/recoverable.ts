import { DAY_MILLIS, HOUR_MILLIS, periodOf } from '../../src/algorithms/wall-time.ts';
import { areBelieved, type Bracket, companionsOf, type Evidence, isOrderKnown, isRight } from './evidence.ts';
import { isIn } from './pinned-pieces.ts';
import type { Fault, PhotoTruth, Piece, Recoverable, Run, Shot } from './world.ts';

const FINE_TO_COARSE: readonly Recoverable[] = ['hour', 'day', 'month', 'year', 'none'];

/**
 * Truth and the finest statement for each photo of a run, piece by piece: the rules stand in evidence.ts.
 * @param firstClock number of the run's first piece
 */
export function truthOfRun(run: Run, evidence: Evidence, firstClock: number): PhotoTruth[] {
  return run.pieces.flatMap((piece, p) => {
    const coarse = coarseOf(run, piece, evidence);
    const hasLost = piece.shots.some(({ kept }) => kept !== 'all');
    const withoutClock = hasLost ? coarseWithoutClock(run, piece, evidence) : 'none';
    const isUnseen = isPieceUnseen(run, piece, evidence);
    return piece.shots.map((shot): PhotoTruth => {
      const isToTheHour = isByItself(shot) || (shot.kept === 'all' && evidence.pinned.has(piece));
      const around = shot.kept === 'all' ? coarse : withoutClock;
      return {
        wallMillis: shot.truthMillis,
        fault: faultOf(shot),
        recoverable: isToTheHour ? 'hour' : [around, namedFor(shot), bareFileTime(shot)].reduce(finest),
        isUnseen: isUnseen && !isToTheHour && shot.kept === 'all',
        clock: firstClock + p,
      };
    });
  });
}

function faultOf({ kept, piece }: Shot): Fault {
  if (kept === 'nothing') return 'EXIF stripped';
  return kept === 'no dates' ? 'dates lost in an edit' : piece.fault;
}

function isByItself(shot: Shot): boolean {
  const isFileRight = Math.abs(shot.mtimeMillis - shot.truthMillis) <= HOUR_MILLIS;
  return isRight(shot) || (shot.kept !== 'all' && isFileRight) || isSaidByName(shot) || isBetween(shot);
}

function isSaidByName({ isNumbered, run, utcMillis, truthMillis }: Shot): boolean {
  if (!isNumbered) return false;
  if (run.body.make === 'Google') return Math.abs(utcMillis - truthMillis) <= HOUR_MILLIS;
  return run.body.make === 'samsung';
}

/** Nearest right photos of the run before and after, in the same folder, at most an hour apart. */
function isBetween(shot: Shot): boolean {
  if (!isOrderKnown(shot)) return false;
  const { shots } = shot.run;
  const at = shots.indexOf(shot);
  const isWitness = (other: Shot) => isRight(other) && other.folder === shot.folder && isOrderKnown(other);
  const before = shots.slice(0, at).findLast(isWitness);
  const after = shots.slice(at + 1).find(isWitness);
  return before !== undefined && after !== undefined && after.truthMillis - before.truthMillis <= HOUR_MILLIS;
}

/** What the surroundings of a piece say, coarser than the hour, of its photos with a clock in EXIF. */
function coarseOf(run: Run, piece: Piece, { events, brackets }: Evidence): Recoverable {
  const { errorMillis, shots } = piece;
  const said: Recoverable[] = [saidByBracket(brackets.get(run))];
  if (errorMillis !== null && Math.abs(errorMillis) <= 14.5 * HOUR_MILLIS) said.push('day');
  const companions = companionsOf(run.body, shots, events);
  if (errorMillis === null || areBelieved(companions, piece)) said.push(saidByCompanions(companions));
  return said.reduce(finest);
}

/** The same where EXIF has no clock: all right photos of the folder speak, also those of the same body. */
function coarseWithoutClock(run: Run, piece: Piece, { events, brackets }: Evidence): Recoverable {
  const folders = new Set(piece.shots.map((shot) => shot.folder.event));
  const right = [...folders].flatMap((event) => (events.get(event) ?? []).filter(isRight));
  return finest(saidByBracket(brackets.get(run)), saidByCompanions(right));
}

function saidByBracket(bracket: Bracket | undefined): Recoverable {
  return bracket === undefined ? 'none' : sharedPeriod(bracket.startMillis, bracket.endMillis);
}

function saidByCompanions(companions: readonly Shot[]): Recoverable {
  if (companions.length === 0) return 'none';
  const times = companions.map((shot) => shot.truthMillis);
  return sharedPeriod(Math.min(...times), Math.max(...times));
}

/** The finest of day, month and year that two times share, or that is as long as what lies between them. */
function sharedPeriod(fromMillis: number, toMillis: number): Recoverable {
  const days = { day: 1, month: 31, year: 366 } as const;
  for (const precision of ['day', 'month', 'year'] as const) {
    if (toMillis - fromMillis <= days[precision] * DAY_MILLIS) return precision;
    if (periodOf(fromMillis, precision).endMillis >= toMillis) return precision;
  }
  return 'none';
}

function finest(a: Recoverable, b: Recoverable): Recoverable {
  return FINE_TO_COARSE.indexOf(a) <= FINE_TO_COARSE.indexOf(b) ? a : b;
}

/** What the folder's name says of this photo: as much of it as is true. */
function namedFor({ folder, truthMillis }: Shot): Recoverable {
  const { named } = folder;
  if (named === null) return 'none';
  const truth = new Date(truthMillis).toISOString();
  const said = new Date(named.startMillis).toISOString();
  const agrees = (characters: number) => truth.slice(0, characters) === said.slice(0, characters);
  if (named.precision === 'day' && agrees(10)) return 'day';
  if (named.precision !== 'year' && agrees(7)) return 'month';
  return agrees(4) ? 'year' : 'none';
}

/** Where EXIF says nothing, a modification time of the camera says the day: the computer's zone is not known. */
function bareFileTime({ kept, mtimeMillis, truthMillis }: Shot): Recoverable {
  return kept === 'nothing' && Math.abs(mtimeMillis - truthMillis) < 4 * HOUR_MILLIS ? 'day' : 'none';
}

/**
 * Nothing in the data speaks against the wrong clock. Hours are spoken against only by a right clock in the
 * folder, believed or not, a phone at the shoot, or a folder of another day than all photos say; days and years also by the folder's name, satellites, the body's numbers, a birth time that is
 * earlier, or a right photo of the same run; a clock at the first date of its model speaks against itself.
 */
function isPieceUnseen(run: Run, piece: Piece, { brackets, events, phones }: Evidence): boolean {
  const { fault, shots, errorMillis } = piece;
  if (shots.every((shot) => Math.abs(shot.readingMillis - shot.truthMillis) <= HOUR_MILLIS)) return false;
  if (fault === 'restarting clock' || fault === 'stopped clock') return false;
  if (phones.has(run.shoot) || companionsOf(run.body, shots, events).length > 0) return false;
  const first = shots[0]!;
  if (fault === 'reset' && first.readingMillis < run.body.epochMillis + 3 * DAY_MILLIS) return false;
  const { named } = first.folder;
  const isOffItsDay = (shot: Shot) =>
    named?.precision === 'day' && isIn(shot.truthMillis, named) && !isIn(shot.readingMillis, named);
  if (Math.abs(errorMillis ?? 0) < 20 * HOUR_MILLIS) return !shots.every(isOffItsDay);
  const bracket = brackets.get(run);
  const isSpokenAgainst =
    (named !== null && isIn(first.truthMillis, named) && !isIn(first.readingMillis, named)) ||
    (bracket !== undefined && !isIn(first.readingMillis, bracket)) ||
    shots.some((shot) => shot.gpsMillis !== null || shot.birthMillis < shot.readingMillis - DAY_MILLIS) ||
    (run.pieces.length > 1 && isOrderKnown(first));
  return !isSpokenAgainst;
}
