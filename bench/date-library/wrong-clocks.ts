import { HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { Fault, Journey, Piece, Run, Shot } from './world.ts';
import { homeOffsetMinutes } from './zones.ts';

/** Consecutive runs of one body whose clock nobody set meanwhile. */
export interface Stretch {
  readonly runs: readonly Run[];
  readonly id: number;
  readonly draws: Draws;
}

/** One error for all runs, beside the drift that the clock has anyway. */
export function oneError({ runs, id }: Omit<Stretch, 'draws'>, fault: Fault, errorMillis: number): void {
  for (const run of runs) {
    const drift = run.pieces[0]!.errorMillis ?? 0;
    setPieces(run, [{ fault, errorMillis: errorMillis + drift, stretch: id, shots: run.shots }]);
  }
}

/** The clock shows home; an offset may be 5:30. */
export function wrongHomeZone({ runs, id }: Stretch): void {
  for (const run of runs) {
    const home = homeOffsetMinutes(run.shots[0]!.utcMillis);
    const errorMillis = (home - run.shoot.offsetMinutes) * MINUTE_MILLIS + (run.pieces[0]!.errorMillis ?? 0);
    setPieces(run, [{ fault: 'wrong zone', errorMillis, stretch: id, shots: run.shots }]);
  }
}

/** The clock shows the place of the journey that the body was on before. */
export function wrongJourneyZone({ runs, id }: Omit<Stretch, 'draws'>, journey: Journey | null): void {
  const offset = journey?.offsetMinutes ?? 0;
  oneError({ runs, id }, 'wrong zone', (offset - runs[0]!.shoot.offsetMinutes) * MINUTE_MILLIS);
}

/** A year early in two of three, else one to three years either way. One of four is set right in the last shoot. */
export function yearError({ runs, id, draws }: Stretch): void {
  const first = runs[0]!.shots[0]!.truthMillis;
  const years = draws.chance(0.65) ? -1 : draws.pick([1, 1, 2, -2, 3, -3]);
  const date = new Date(first);
  const errorMillis = date.setUTCFullYear(date.getUTCFullYear() + years) - first;
  oneError({ runs, id }, 'wrong year', errorMillis);
  if (draws.chance(0.25)) setRightAgain(runs.at(-1)!, draws);
}

/** 3 May becomes 5 March; the days after it run on from there. */
export function swapError({ runs, id }: Stretch): void {
  const first = runs[0]!.shots[0]!.truthMillis;
  const date = new Date(first);
  date.setUTCMonth(date.getUTCDate() - 1, date.getUTCMonth() + 1);
  oneError({ runs, id }, 'day and month swapped', date.getTime() - first);
}

/**
 * The battery died before the first shoot, or in the middle of it (one of three); the clock is set again after the
 * last, or in the middle of it (one of three).
 */
export function resetError({ runs, id, draws }: Stretch): void {
  const first = runs[0]!;
  const died = first.shots.length >= 6 && draws.chance(0.35) ? pauseIn(first, draws) : 0;
  const wrong = first.shots[died]!;
  const pauseMillis =
    died === 0 ? draws.between(2, 600) * MINUTE_MILLIS : wrong.utcMillis - first.shots[died - 1]!.utcMillis;
  // Switched on again some time in the pause, at the latest right before the photo.
  const restartedAt = wrong.utcMillis - Math.min(pauseMillis, draws.between(0.1, 20) * MINUTE_MILLIS);
  const startedAt = died === 0 ? wrong.utcMillis - pauseMillis : restartedAt;
  for (const run of runs) {
    const offset = run.shoot.offsetMinutes * MINUTE_MILLIS;
    const errorMillis = wholeSeconds(run.body.epochMillis - startedAt - offset);
    const right = run === first ? run.shots.slice(0, died) : [];
    const reset = run === first ? run.shots.slice(died) : run.shots;
    setPieces(run, [
      { ...rightPiece(run), shots: right },
      { fault: 'reset', errorMillis, stretch: id, shots: reset },
    ]);
  }
  if (draws.chance(0.35)) setRightAgain(runs.at(-1)!, draws);
}

/**
 * Each time that the camera was off for more than some minutes, the clock starts anew. In one of three the battery
 * gave up in the middle of the first shoot.
 */
export function restartEveryTime({ runs, id, draws }: Stretch): void {
  for (const run of runs) {
    const isMidway = run === runs[0] && run.shots.length >= 6 && draws.chance(0.35);
    const from = isMidway ? pauseIn(run, draws) : 0;
    const pieces: Omit<Piece, 'standsAtMillis'>[] = [{ ...rightPiece(run), shots: run.shots.slice(0, from) }];
    run.shots.forEach((shot, i) => {
      if (i < from) return;
      const pause = i === 0 ? Number.POSITIVE_INFINITY : shot.utcMillis - run.shots[i - 1]!.utcMillis;
      if (i === from || (pause > 4 * MINUTE_MILLIS && draws.chance(0.6))) {
        const startedAt = shot.truthMillis - Math.min(pause, draws.between(2, 60) * 1000);
        const errorMillis = wholeSeconds(run.body.epochMillis - startedAt);
        pieces.push({ fault: 'restarting clock', errorMillis, stretch: id, shots: [] });
      }
      pieces.at(-1)!.shots.push(shot);
    });
    setPieces(run, pieces);
  }
}

/** Stands at its first date, or where it was when it stopped: months before the shoot. */
export function stopClock({ runs, id, draws }: Stretch): void {
  for (const run of runs) {
    const stoppedAt = run.shoot.startMillis - draws.between(20, 300) * 24 * HOUR_MILLIS;
    const standsAtMillis = draws.chance(0.6) ? run.body.epochMillis : wholeSeconds(stoppedAt);
    const piece = { fault: 'stopped clock' as const, errorMillis: null, stretch: id, shots: run.shots };
    setPieces(run, [piece], standsAtMillis);
  }
}

/** Somebody noticed and set the clock in a pause of the run. */
function setRightAgain(run: Run, draws: Draws): void {
  const wrong = run.pieces.at(-1)!;
  if (wrong.shots.length < 6) return;
  const from = pauseIn(run, draws, run.shots.indexOf(wrong.shots[0]!) + 2);
  const count = from - run.shots.indexOf(wrong.shots[0]!);
  if (count < 1 || count >= wrong.shots.length) return;
  const before = run.pieces.slice(0, -1);
  setPieces(run, [
    ...before,
    { ...wrong, shots: wrong.shots.slice(0, count) },
    { ...rightPiece(run), shots: wrong.shots.slice(count) },
  ]);
}

/** Index of the photo after the longest of some pauses: people see to their batteries between scenes. */
function pauseIn(run: Run, draws: Draws, from = 2): number {
  let best = Math.min(from, run.shots.length - 1);
  let longest = -1;
  for (let attempt = 0; attempt < 6; attempt++) {
    const i = draws.integer(Math.min(from, run.shots.length - 1), run.shots.length - 1);
    const pause = run.shots[i]!.utcMillis - run.shots[i - 1]!.utcMillis;
    if (pause > longest) [best, longest] = [i, pause];
  }
  return best;
}

function rightPiece(run: Run): Omit<Piece, 'standsAtMillis' | 'shots'> {
  return { fault: 'right clock', errorMillis: (run.index % 90) * 1000, stretch: -1 };
}

function setPieces(
  run: Run,
  pieces: readonly Omit<Piece, 'standsAtMillis'>[],
  standsAtMillis: number | null = null,
): void {
  run.pieces = pieces.filter(({ shots }) => shots.length > 0).map((piece) => ({ ...piece, standsAtMillis }));
  for (const piece of run.pieces) for (const shot of piece.shots) setClock(shot, piece);
}

function setClock(shot: Shot, piece: Piece): void {
  shot.piece = piece;
  shot.readingMillis = piece.standsAtMillis ?? shot.truthMillis + (piece.errorMillis ?? 0);
}

const wholeSeconds = (millis: number) => Math.floor(millis / 1000) * 1000;
