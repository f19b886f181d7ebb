import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { ShareName } from './shares.ts';
import type { Run, Shot } from './world.ts';
import {
  oneError,
  resetError,
  restartEveryTime,
  type Stretch,
  stopClock,
  swapError,
  wrongHomeZone,
  wrongJourneyZone,
  yearError,
} from './wrong-clocks.ts';

/** One thing that happens to clocks (or to what files keep of them), and to which runs it can happen. */
export interface ClockPlan {
  readonly share: ShareName;
  /** Shortest and longest stretch of consecutive runs of a body. */
  readonly runs: readonly [number, number];
  /** A clock left on home time is so from the first run of the journey on. */
  readonly fromStartOfJourney?: boolean;
  /** Chance that each other body on the same journey has it too: one person sets all clocks, or none. */
  readonly sharedBy?: number;
  readonly fits: (run: Run, first: Run, before: Run | null) => boolean;
  readonly apply: (stretch: Stretch, before: Run | null) => void;
}

/** The picky ones first: a run has one fault, and they find fewest runs to have. */
export const CLOCK_PLANS: readonly ClockPlan[] = [
  {
    share: 'returns',
    runs: [1, 3],
    fits: (run, first, before) =>
      before !== null && isFarAway(before) && isHome(run) && within(run, first, 30),
    apply: (stretch, before) => wrongJourneyZone(stretch, before?.shoot.journey ?? null),
  },
  {
    share: 'zones',
    runs: [7, 7],
    fromStartOfJourney: true,
    sharedBy: 0.6,
    fits: (run, first) => isFarAway(run) && run.shoot.journey === first.shoot.journey,
    apply: wrongHomeZone,
  },
  {
    share: 'swaps',
    runs: [1, 2],
    fits: (run, first) => canSwap(first) && within(run, first, 5),
    apply: swapError,
  },
  {
    share: 'daylight',
    runs: [2, 8],
    fits: (run, first) =>
      isHome(run) && run.shoot.offsetMinutes === first.shoot.offsetMinutes && within(run, first, 200),
    apply: (stretch) => {
      const isSummer = stretch.runs[0]!.shoot.offsetMinutes === 120;
      oneError(stretch, 'daylight saving', isSummer ? -HOUR_MILLIS : HOUR_MILLIS);
    },
  },
  { share: 'years', runs: [1, 4], fits: (run, first) => within(run, first, 200), apply: yearError },
  {
    share: 'halfDays',
    runs: [1, 3],
    fits: (run, first) => within(run, first, 60),
    apply: (stretch) => {
      oneError(stretch, 'twelve hours', (stretch.draws.chance(0.5) ? 12 : -12) * HOUR_MILLIS);
    },
  },
  { share: 'restarts', runs: [1, 2], fits: (run) => run.shots.length >= 4, apply: restartEveryTime },
  { share: 'stopped', runs: [1, 1], fits: () => true, apply: stopClock },
  { share: 'resets', runs: [1, 4], fits: (run, first) => within(run, first, 120), apply: resetError },
  {
    share: 'stripped',
    runs: [1, 1],
    fits: () => true,
    apply: ({ runs, draws }) => {
      for (const shot of allOrSome(runs[0]!, draws)) shot.kept = 'nothing';
    },
  },
  {
    share: 'lostDates',
    runs: [1, 1],
    fits: () => true,
    apply: ({ runs, draws }) => {
      for (const shot of allOrSome(runs[0]!, draws)) shot.kept = 'no dates';
    },
  },
  {
    share: 'minutes',
    runs: [1, 6],
    fits: () => true,
    apply: (stretch) => {
      const { draws } = stretch;
      const minutes = Math.round(draws.between(5, 25)) * (draws.chance(0.5) ? 1 : -1);
      oneError(stretch, 'minutes off', minutes * MINUTE_MILLIS);
    },
  },
];

function allOrSome(run: Run, draws: Draws): readonly Shot[] {
  if (draws.chance(0.5)) return run.shots;
  const some = run.shots.filter(() => draws.chance(1 / 3));
  return some.length > 0 ? some : run.shots;
}

const isHome = (run: Run) => run.shoot.journey === null;
/** More than two hours from home, which is at +1 or +2: an hour off is no wrong date. */
const isFarAway = ({ shoot }: Run) => shoot.journey !== null && Math.abs(shoot.offsetMinutes - 90) > 120;
const within = (run: Run, first: Run, days: number) =>
  run.shoot.startMillis - first.shoot.startMillis <= days * DAY_MILLIS;

function canSwap(run: Run): boolean {
  const date = new Date(run.shots[0]!.truthMillis);
  const [day, month] = [date.getUTCDate(), date.getUTCMonth() + 1];
  return day <= 12 && day !== month;
}
