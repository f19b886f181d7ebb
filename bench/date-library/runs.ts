import { MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';
import { guestBody } from './bodies.ts';
import type { Draws } from './draws.ts';
import type { Shares } from './shares.ts';
import { makeScenes } from './shoots.ts';
import type { Body, Folder, Piece, Run, Shoot, Shot } from './world.ts';

/** Stands in until folders are made. */
const NO_FOLDER: Folder = { path: '', event: '', named: null };

/**
 * Who photographed: one run per body and shoot. The bodies of a shoot share its scenes, so that their photos
 * interleave: the first is in every scene, the second in three of five, a phone takes a few here and there.
 * @param photos in all; a shoot has few or many, the median shoot two thirds of the mean
 */
export function makeRuns(
  shoots: readonly Shoot[],
  bodies: readonly Body[],
  phones: readonly Body[],
  photos: number,
  shares: Shares,
  draws: Draws,
): Run[] {
  const weights = shoots.map(() => draws.skewed(0.9));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const runs: Run[] = [];
  let owed = 0;
  for (const [s, shoot] of shoots.entries()) {
    owed += (weights[s]! / total) * photos;
    const count = s === shoots.length - 1 ? Math.round(owed) : Math.floor(owed);
    owed -= count;
    if (count > 0) runs.push(...runsOf(shoot, count, bodies, phones, shares, runs.length, draws));
  }
  countReleases(runs, draws);
  return runs;
}

function runsOf(
  shoot: Shoot,
  count: number,
  bodies: readonly Body[],
  phones: readonly Body[],
  shares: Shares,
  firstIndex: number,
  draws: Draws,
): Run[] {
  const isInUse = ({ fromMillis, toMillis }: Body) =>
    shoot.startMillis >= fromMillis && shoot.startMillis < toMillis;
  const inUse = bodies.filter(isInUse);
  const [first, second] = draws.shuffled(inUse.length > 0 ? inUse : bodies.slice(-1));
  const phone = phones.find(isInUse);
  const present = [{ body: first!, scenes: 1, weight: 1 }];
  if (second && draws.chance(shares.secondBodies)) present.push({ body: second, scenes: 0.6, weight: 0.5 });
  if (phone && draws.chance(shares.phones)) present.push({ body: phone, scenes: 0.3, weight: 0.12 });
  if (draws.chance(shares.guests)) {
    present.push({ body: guestBody(shoot.startMillis, firstIndex, draws), scenes: 0.5, weight: 0.4 });
  }
  const runs = present.map(({ body }, i) => emptyRun(firstIndex + i, body, shoot));
  for (const times of makeScenes(shoot, count, draws)) {
    const here = present.map(({ scenes, weight }) => (draws.chance(scenes) ? weight : 0));
    const sum = here.reduce((total, weight) => total + weight, 0);
    for (const time of times) {
      let share = draws.between(0, sum);
      const taker = here.findIndex((weight) => {
        share -= weight;
        return share < 0;
      });
      const run = runs[Math.max(0, taker)]!;
      run.shots.push(makeShot(run, time));
    }
  }
  return runs.filter((run) => run.shots.length > 0).map((run, i) => reindexed(run, firstIndex + i));
}

function emptyRun(index: number, body: Body, shoot: Shoot): Run {
  return { index, body, shoot, shots: [], pieces: [], hasSerial: body.serial !== null };
}

function reindexed(run: Run, index: number): Run {
  return Object.assign(run, { index });
}

function makeShot(run: Run, truthMillis: number): Shot {
  const piece: Piece = { fault: 'right clock', errorMillis: 0, standsAtMillis: null, stretch: -1, shots: [] };
  return {
    truthMillis,
    utcMillis: truthMillis - run.shoot.offsetMinutes * MINUTE_MILLIS,
    run,
    counter: 0,
    piece,
    readingMillis: truthMillis,
    gpsMillis: null,
    folder: NO_FOLDER,
    name: '',
    kept: 'all',
    isNumbered: true,
    mtimeMillis: 0,
    birthMillis: 0,
    editMillis: null,
  };
}

/** Runs of each body by time: the order in which it counted. */
export function runsByBody(runs: readonly Run[]): Map<Body, Run[]> {
  const byBody = new Map<Body, Run[]>();
  for (const run of runs) {
    const list = byBody.get(run.body);
    if (list === undefined) byBody.set(run.body, [run]);
    else list.push(run);
  }
  for (const list of byBody.values()) list.sort((a, b) => a.shots[0]!.utcMillis - b.shots[0]!.utcMillis);
  return byBody;
}

/** Deleted photos leave holes in the numbers, and one shoot in ten did not come into the library at all. */
function countReleases(runs: readonly Run[], draws: Draws): void {
  for (const list of runsByBody(runs).values()) {
    let counter = draws.integer(1, 9000);
    for (const run of list) {
      counter += draws.chance(0.1) ? draws.integer(100, 1500) : draws.integer(0, 12);
      for (const shot of run.shots) {
        counter += draws.chance(0.05) ? draws.integer(2, 4) : 1;
        shot.counter = counter;
      }
    }
  }
}
