import { resolveLibrary } from '../src/algorithms/resolve-library.ts';
import { BASELINES } from './date-baselines.ts';
import { makeDateLibrary } from './date-library/library.ts';
import { sharesWith } from './date-library/shares.ts';
import { benchDateOptions } from './date-options.ts';
import {
  type Answers,
  coarseRows,
  faultRows,
  shareWithinAnHour,
  trustRows,
  windowRows,
} from './date-rows.ts';
import { reliability, rightFrom, SAME_DAY_MILLIS, shiftedClocks, trustedShare } from './date-scores.ts';
import { type AloneReport, resolvedAlone } from './dates-resolved-alone.ts';
import { type BenchGoal, type BenchOptions, type BenchReport, thisMachine } from './report.ts';

const LARGE = 500_000;
const ALLOWED_SECONDS = 60;
const ALLOWED_MEGABYTES = 2000;

/**
 * Resolved times beside what other programs take, on a library with known truth (date-library/): photos within one
 * hour where any evidence allows it, windows, how far trust can be believed, clocks moved wrongly, and what a large
 * library costs.
 * @param options size: photos in all; seed, years, bodies, shoots and shares change the library
 * @throws RangeError for a share or a number that makes no library
 */
export async function run(options: BenchOptions): Promise<BenchReport> {
  const { size, share = [] } = options;
  const library = makeDateLibrary({ ...options, shares: sharesWith(share) });
  const { witnesses, truth } = library;
  const ours = resolveLibrary(witnesses, benchDateOptions());
  const answers: Answers = { ours: ours.map((time) => time.wallMillis) };
  for (const [name, baseline] of Object.entries(BASELINES)) answers[name] = witnesses.map(baseline);

  const hour = shareWithinAnHour(truth, answers.ours, (photo) => photo.recoverable === 'hour');
  const windows = windowRows(library, answers);
  const agreement = windows[0]!['ARI, recoverable to the hour'];
  const toTheDay = reliability(ours, truth, () => true, SAME_DAY_MILLIS);
  const toTheHour = reliability(ours, truth);
  const seen = reliability(ours, truth, (i) => !truth[i]!.isUnseen);
  const trusted = rightFrom(toTheDay, 8).right;
  const trustedToTheHour = rightFrom(toTheHour, 8).right;
  const covered = trustedShare(ours, truth);
  const shifted = shiftedClocks(ours, truth);
  const wrong = shifted.filter((clock) => clock.isWrong);
  const wrongAndTrusted = wrong.filter((clock) => clock.meanTrust >= 0.5).length;
  const alone = await resolvedAlone(witnesses);
  return {
    name: 'dates',
    machine: thisMachine(),
    rows: [
      ...faultRows(truth, answers),
      ...coarseRows(truth, ours),
      ...windows,
      ...trustRows({ toTheDay, toTheHour, seen }),
      // A trust that nobody reaches would be right, too.
      {
        coverage: 'recoverable to the hour, trust of 0.8 and more',
        share: Math.round(covered * 1000) / 1000,
      },
      { clocks: 'moved', pieces: shifted.length, wrong: wrong.length, 'wrong with trust': wrongAndTrusted },
      { 'resolving alone': 'a process of its own', ...alone },
    ],
    goals: [
      goal('photos within one hour, where any evidence allows it', 'at least 0.97', hour, hour >= 0.97),
      goal('window ARI over the same photos', 'at least 0.97', agreement, agreement >= 0.97),
      goal('photos with trust of 0.8 and more right to the day', 'at least 0.99', trusted, trusted >= 0.99),
      goal(
        'the same to the hour (what nobody can see counts as wrong)',
        'at least 0.99',
        trustedToTheHour,
        trustedToTheHour >= 0.99,
      ),
      goal('clocks moved wrongly with trust of 0.5 and more', 'none', wrongAndTrusted, wrongAndTrusted === 0),
      ...costGoals(size, alone),
    ],
  };
}

/**
 * Seconds of processor time, all threads: what else the machine does is not our speed. They are scaled to a large
 * library; megabytes cannot be.
 */
function costGoals(size: number, { cpuSeconds, megabytes }: AloneReport): BenchGoal[] {
  const atThisRate = size < LARGE ? ', at this rate' : '';
  const time = (cpuSeconds * LARGE) / size;
  const goals = [
    goal(
      `processor seconds of resolving 500,000 photos${atThisRate}`,
      `less than ${ALLOWED_SECONDS}`,
      time,
      time < ALLOWED_SECONDS,
    ),
  ];
  if (size < LARGE) return goals;
  const isEnough = megabytes < ALLOWED_MEGABYTES;
  const what = 'most megabytes resident of a process that reads and resolves them';
  return [...goals, goal(what, `less than ${ALLOWED_MEGABYTES}`, megabytes, isEnough)];
}

function goal(what: string, wanted: string, value: number, holds: boolean): BenchGoal {
  return { what, goal: wanted, value: Math.round(value * 10_000) / 10_000, holds };
}
