import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { Shares } from './shares.ts';
import type { Run, Shoot, Shot } from './world.ts';

/** Nothing in the library happens after it. */
export const LAST_COPY_MILLIS = Date.UTC(2025, 10, 1);

/**
 * Modification and birth times.
 *
 * A camera's card (FAT) holds wall time, so a file's modification time is what the camera's clock said, read in the
 * zone of the computer: as wrong as the clock, and in three of ten shoots some hours beside it. Birth is the import
 * of the card, two hours to three weeks after the shoot, or the day of a later move to another computer. Trees that
 * were copied without their times have the minutes of the copy in both.
 */
export function setFileTimes(runs: readonly Run[], shares: Shares, draws: Draws): void {
  const shoots = [...new Set(runs.map(({ shoot }) => shoot))];
  const treeCopies = inBlocks(shoots, shares.treeCopies, draws);
  const moves = inBlocks(shoots, shares.moves, draws);
  const histories = new Map(
    shoots.map((shoot) => [shoot, historyOf(shoot, treeCopies.get(shoot), moves.get(shoot), draws)]),
  );
  for (const run of runs) {
    const history = histories.get(run.shoot)!;
    const exportKeepsTime = draws.chance(0.5);
    const savedAt = later(run.shoot.startMillis, draws.between(3, 900) * DAY_MILLIS);
    const gpsIsOn = draws.chance(run.body.gpsShare);
    for (const [i, shot] of run.shots.entries()) {
      if (gpsIsOn && draws.chance(0.85) && shot.kept === 'all')
        shot.gpsMillis = shot.utcMillis - draws.integer(0, 180) * 1000;
      if (shot.kept === 'no dates' || (shot.kept === 'all' && draws.chance(shares.edits))) {
        shot.editMillis = later(savedAt, i * draws.between(2, 40) * 1000);
      }
      const isLateExport = shot.kept === 'nothing' && !exportKeepsTime;
      setTimes(shot, history, isLateExport ? later(savedAt, i * 700) : null);
    }
  }
}

interface History {
  /** Computer's zone against the one in which the bench reads file times. */
  readonly zoneMistakeMillis: number;
  readonly importedAt: number;
  readonly keepsTimes: boolean;
  readonly copiedAt: number | null;
  readonly movedAt: number | null;
}

function historyOf(
  shoot: Shoot,
  copiedAt: number | undefined,
  movedAt: number | undefined,
  draws: Draws,
): History {
  const end = shoot.startMillis + shoot.durationMillis - shoot.offsetMinutes * MINUTE_MILLIS;
  const isLate = draws.chance(0.3);
  return {
    zoneMistakeMillis: draws.chance(0.7) ? 0 : draws.pick([-2, -1, 1, 2, 3]) * HOUR_MILLIS,
    importedAt: later(end, (isLate ? draws.between(20, 500) : draws.between(4, 20)) * HOUR_MILLIS),
    keepsTimes: draws.chance(0.92),
    copiedAt: copiedAt ?? null,
    movedAt: movedAt ?? null,
  };
}

function setTimes(shot: Shot, history: History, exportedAt: number | null): void {
  const nth = shot.counter % 2000;
  const kept = shot.readingMillis + history.zoneMistakeMillis;
  const imported = history.importedAt + nth * 350;
  shot.birthMillis = history.movedAt === null ? imported : history.movedAt + nth * 180;
  // FAT counts two seconds.
  shot.mtimeMillis = history.keepsTimes ? Math.ceil(kept / 2000) * 2000 : imported;
  const written = exportedAt ?? shot.editMillis;
  if (written !== null) {
    shot.mtimeMillis = written;
    shot.birthMillis = Math.max(shot.birthMillis, written);
  }
  if (history.copiedAt !== null) {
    shot.mtimeMillis = history.copiedAt + nth * 900;
    shot.birthMillis = shot.mtimeMillis;
  }
}

/** Copies and moves take some years of shoots at once, on a day after the last of them. */
function inBlocks(shoots: readonly Shoot[], share: number, draws: Draws): Map<Shoot, number> {
  const days = new Map<Shoot, number>();
  const wanted = Math.round(share * shoots.length);
  for (let attempt = 0; days.size < wanted && attempt < 1000; attempt++) {
    const length = Math.min(wanted - days.size, Math.ceil(shoots.length * draws.between(0.01, 0.08)));
    const start = draws.integer(0, shoots.length - 1);
    const block = shoots.slice(start, start + length).filter((shoot) => !days.has(shoot));
    const last = block.at(-1);
    if (last === undefined) continue;
    const at = later(
      last.startMillis,
      draws.between(40, 2500) * DAY_MILLIS + draws.between(0, 12) * HOUR_MILLIS,
    );
    block.forEach((shoot, i) => {
      days.set(shoot, at + i * 4 * MINUTE_MILLIS);
    });
  }
  return days;
}

/** Not after the end of the library's life, but never before the photo either. */
function later(fromMillis: number, waitMillis: number): number {
  return Math.floor(Math.max(fromMillis + HOUR_MILLIS, Math.min(fromMillis + waitMillis, LAST_COPY_MILLIS)));
}
