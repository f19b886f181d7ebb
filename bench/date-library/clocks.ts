import { DAY_MILLIS } from '../../src/algorithms/wall-time.ts';
import { CLOCK_PLANS, type ClockPlan } from './clock-plans.ts';
import type { Draws } from './draws.ts';
import { runsByBody } from './runs.ts';
import type { Shares } from './shares.ts';
import type { Body, Piece, Run } from './world.ts';

/**
 * What the clocks said. First all are right, within the seconds to minutes that a quartz clock drifts; then faults
 * are laid on stretches of consecutive runs of one body until each has its share of all runs of cameras. A run has
 * one fault.
 */
export function setClocks(runs: readonly Run[], shares: Shares, draws: Draws): void {
  const byBody = runsByBody(runs);
  for (const list of byBody.values()) driftAlong(list, draws);
  const cameras = [...byBody.keys()].filter(({ kind }) => kind === 'camera');
  const runsOf = (body: Body) => byBody.get(body)!;
  const count = cameras.reduce((sum, body) => sum + runsOf(body).length, 0);
  // A body is drawn as often as it has runs: else a friend's one shoot would be hit as often as years of work.
  const bodies = cameras.flatMap((body) => runsOf(body).map((_, start) => ({ body, start })));
  const faulty = new Set<Run>();
  let id = 0;
  for (const plan of CLOCK_PLANS) {
    let wanted = Math.round(shares[plan.share] * count);
    for (let attempt = 0; wanted > 0 && attempt < 40 * count; attempt++) {
      const { body, start } = draws.pick(bodies);
      const length = Math.min(wanted, draws.integer(...plan.runs));
      const companions = cameras.filter(
        (other) => other !== body && plan.sharedBy && draws.chance(plan.sharedBy),
      );
      for (const one of [body, ...companions]) {
        const list = runsOf(one);
        const first = one === body ? start : startNear(list, runsOf(body)[start]!);
        const stretch = stretchFrom(list, first, Math.min(wanted, length), plan, faulty);
        if (stretch.length === 0) break;
        const before = list[list.indexOf(stretch[0]!) - 1] ?? null;
        plan.apply({ runs: stretch, id: id++, draws }, before);
        for (const run of stretch) faulty.add(run);
        wanted -= stretch.length;
      }
    }
  }
}

/** Where another body was at the same journey; -1 where it was not. */
function startNear(list: readonly Run[], near: Run): number {
  return list.findIndex((run) => run.shoot.journey !== null && run.shoot.journey === near.shoot.journey);
}

/** The longest stretch from there on that fits, at most so long. */
function stretchFrom(
  list: readonly Run[],
  start: number,
  length: number,
  plan: ClockPlan,
  faulty: ReadonlySet<Run>,
): Run[] {
  const drawn = list[start];
  if (drawn === undefined || faulty.has(drawn)) return [];
  let first = start;
  while (plan.fromStartOfJourney && isSameJourney(list[first - 1], drawn) && !faulty.has(list[first - 1]!))
    first--;
  const stretch: Run[] = [];
  for (let i = first; i < list.length && stretch.length < length; i++) {
    const run = list[i]!;
    if (faulty.has(run) || !plan.fits(run, list[first]!, list[first - 1] ?? null)) break;
    stretch.push(run);
  }
  return stretch;
}

function isSameJourney(run: Run | undefined, other: Run): boolean {
  return run !== undefined && run.shoot.journey !== null && run.shoot.journey === other.shoot.journey;
}

/** A quartz clock is off by some seconds a month and is set every year or so; the network sets a phone's. */
function driftAlong(list: readonly Run[], draws: Draws): void {
  const isPhone = list[0]!.body.kind === 'phone';
  const period = draws.between(200, 500) * DAY_MILLIS;
  const secondsPerDay = draws.between(-0.15, 0.5);
  const base = draws.integer(-30, 60);
  for (const run of list) {
    const days = ((run.shots[0]!.utcMillis + period * 20) % period) / DAY_MILLIS;
    const errorMillis = isPhone ? 0 : Math.round(base + days * secondsPerDay) * 1000;
    const piece: Piece = {
      fault: 'right clock',
      errorMillis,
      standsAtMillis: null,
      stretch: -1,
      shots: run.shots,
    };
    run.pieces = [piece];
    for (const shot of run.shots) {
      shot.piece = piece;
      shot.readingMillis = shot.truthMillis + errorMillis;
    }
  }
}
