import { DAY_MILLIS, HOUR_MILLIS } from '../../src/algorithms/wall-time.ts';
import { piecesPinned } from './pinned-pieces.ts';
import { runsByBody } from './runs.ts';
import type { Body, Piece, Run, Shoot, Shot } from './world.ts';
import { homeOffsetMinutes } from './zones.ts';

/**
 * What the evidence allows, decided from how the library was made; nothing here asks the resolver. A photo is
 * recoverable to the hour where one of these holds.
 *
 * By itself (recoverable.ts):
 * - own: its EXIF clock was right within an hour.
 * - file: EXIF says no time, and the modification time is right within an hour.
 * - name: its name says the second, within an hour of local time (a name in UTC is so only near Greenwich).
 * - between: its number lies between two photos of the same run and folder with a right clock, at most an hour apart.
 *
 * By its piece, the photos of a run with one clock error (pinned-pieces.ts):
 * - satellites: a photo of the piece has GPS time, the difference to the clock is no zone (a zone and an error that
 *   looks like one cannot be told apart), and the zone is that of home or is told by a phone in the folder.
 * - folder: a wrong year whose folder names the true day, month or year; day and month exchanged where the folder
 *   names the true day or month. (Not twelve hours: photos of the next day in a day's folder were taken past midnight, or
 *   by a clock on another zone, as well.)
 * - companion: photos of another, right clock in the same folder pin it (pinning.ts). The companion must be
 *   believed: a phone or, at home, a body with satellites, two bodies of one opinion, or any where the wrong clock is
 *   incredible by itself (a reset).
 * - neighbour: file numbers go on from or into a photo of the run with a right clock: for a mistake of the calendar less
 *   than an hour away; for any other error on both sides, with two hours of pauses in all, because numbers say no pause.
 * - counter: a wrong year between runs of the same body (known by its serial number) with a right clock, whose
 *   numbers adjoin and which are less than a year apart: one whole year alone fits.
 * - stretch: another run of the same reset, wrong year or exchange, in the same zone, is pinned; of the last two only
 *   where numbers tell that nobody set the clock in between.
 *
 * Otherwise the finest of (recoverable.ts): the folder's name as far as it is true; a clock that is off by hours says
 * the day; right photos of other clocks in the folder (of all, where EXIF has no clock) say the day, month or year that
 * they share; so do the runs of the same body before and after. A zone, summer time or twelve hours that nothing tells is recoverable to the day.
 *
 * A folder is the event's folder with its sub-folders `card1`, `100CANON` and those of single bodies.
 */
export interface Evidence {
  /** All photos of an event's folder, by true time. */
  readonly events: ReadonlyMap<string, readonly Shot[]>;
  readonly brackets: ReadonlyMap<Run, Bracket>;
  readonly pinned: ReadonlySet<Piece>;
  /** Phones that were at a shoot, wherever their photos lie. */
  readonly phones: ReadonlySet<Shoot>;
}

/** Between the runs of the same body with a right clock, before and after. */
export interface Bracket {
  readonly startMillis: number;
  readonly endMillis: number;
  /** They are next to it, and the numbers go on without a hole worth speaking of. */
  readonly isTight: boolean;
}

export function findEvidence(runs: readonly Run[]): Evidence {
  const events = new Map<string, Shot[]>();
  for (const run of runs) {
    for (const shot of run.shots) {
      const list = events.get(shot.folder.event);
      if (list === undefined) events.set(shot.folder.event, [shot]);
      else list.push(shot);
    }
  }
  for (const shots of events.values()) shots.sort((a, b) => a.truthMillis - b.truthMillis);
  const brackets = bracketsOf(runs);
  const phones = new Set(runs.filter(({ body }) => body.kind === 'phone').map(({ shoot }) => shoot));
  return { events, brackets, phones, pinned: piecesPinned(runs, events, brackets) };
}

export const isRight = (shot: Shot) =>
  shot.kept === 'all' && Math.abs(shot.readingMillis - shot.truthMillis) <= HOUR_MILLIS;

/** The order of the photos is known by their names or by the body's counters in EXIF. */
export const isOrderKnown = (shot: Shot) =>
  shot.isNumbered ||
  (shot.kept !== 'nothing' && (shot.run.body.saysShutterCount || shot.run.body.saysFileNumber));

/** Right photos of other bodies in the folders of these. */
export function companionsOf(body: Body, shots: readonly Shot[], events: Evidence['events']): Shot[] {
  const folders = new Set(shots.map((shot) => shot.folder.event));
  return [...folders].flatMap((event) =>
    (events.get(event) ?? []).filter((shot) => shot.run.body !== body && isRight(shot)),
  );
}

/** Satellites say UTC, and not the zone that the clock should show: home is known, and elsewhere a telephone must say it. */
function isZoneTold({ gpsMillis, run, utcMillis }: Shot): boolean {
  return gpsMillis !== null && homeOffsetMinutes(utcMillis) === run.shoot.offsetMinutes;
}

export function areBelieved(companions: readonly Shot[], piece: Piece): boolean {
  if (companions.length === 0) return false;
  if (piece.fault === 'reset' || piece.fault === 'restarting clock') return true;
  const bodies = new Set(companions.map((shot) => shot.run.body));
  return bodies.size >= 2 || companions.some((shot) => shot.run.body.kind === 'phone' || isZoneTold(shot));
}

/** More than that could be any number of rounds of a counter of 9,999. */
const HALF_A_ROUND = 4000;
const ADJOINING = 20;

function bracketsOf(runs: readonly Run[]): Map<Run, Bracket> {
  const brackets = new Map<Run, Bracket>();
  for (const list of runsByBody(runs).values()) {
    list.forEach((run, i) => {
      const before = nearestRight(list, i, -1);
      const after = nearestRight(list, i, 1);
      if (before === null || after === null) return;
      const holes = [run.shots[0]!.counter - before.counter, after.counter - run.shots.at(-1)!.counter];
      if (Math.max(...holes) > HALF_A_ROUND) return;
      const isTight = Math.max(...holes) <= ADJOINING;
      brackets.set(run, { startMillis: before.truthMillis, endMillis: after.truthMillis, isTight });
    });
  }
  return brackets;
}

/** The nearest photo of an earlier or later run with a right clock, if the numbers tell the order all the way. */
function nearestRight(list: readonly Run[], from: number, step: -1 | 1): Shot | null {
  for (let i = from; list[i] !== undefined; i += step) {
    const run = list[i]!;
    const inner = step < 0 ? run.shots.at(-1)! : run.shots[0]!;
    if (!run.hasSerial || !run.shots.every((shot) => isOrderKnown(shot) && shot.kept !== 'nothing'))
      return null;
    if (i !== from && isRight(inner)) return inner;
    if (Math.abs(inner.truthMillis - list[from]!.shots[0]!.truthMillis) > 700 * DAY_MILLIS) return null;
  }
  return null;
}
