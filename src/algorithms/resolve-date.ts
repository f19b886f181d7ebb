import type { CaptureTime, DateSignal } from '../domain/capture-time.ts';
import { cameraOf } from './camera-of.ts';
import { agree, type DateVote, type DateWitness, type VoteOptions, votesOf } from './date-votes.ts';
import { judgeAt, numberedRuns, type SequenceJudge } from './name-sequence.ts';
import {
  DAY_MILLIS,
  HOUR_MILLIS,
  type Period,
  PRECISION_RANK,
  spanInWords,
  wallTimeInWords,
} from './wall-time.ts';

/**
 * When photos were taken: EXIF is a witness, not the truth. docs/dates.md works through examples.
 *
 * A folder is resolved as a whole, in these steps:
 * 1. every witness becomes votes (date-votes.ts);
 * 2. EXIF dates that stand alone in their folder and against their path are downgraded;
 * 3. each photo takes its best-supported date;
 * 4. the order of file names judges these dates, and supports those that fit.
 * Steps take and give the votes of all photos, so that a step for whole runs of one camera fits between them.
 */

export interface DateOptions extends VoteOptions {
  /** An EXIF date further off the median of its folder is doubted. */
  readonly outlierDays: number;
}

/**
 * @param witnesses all photos of one folder, in any order
 * @returns one capture time per witness, in their order; it does not depend on their order
 */
export function resolveFolder(witnesses: readonly DateWitness[], options: DateOptions): CaptureTime[] {
  const heard = witnesses.map((witness) => votesOf(witness, options));
  const ballots = withoutOutliers(heard, witnesses, options.outlierDays);
  const judges = sequenceJudges(ballots, witnesses);
  const sequenceWeight = options.weights.sequence_consistency;
  return witnesses.map((witness, i) => {
    const votes = ballots[i] ?? [];
    const judge = sequenceWeight > 0 ? (judges[i] ?? null) : null;
    return captureTime(votes, judge, sequenceWeight, isUncertain(votes, witness, options.outlierDays));
  });
}

/** The vote whose date is taken; none where there is no vote that is believed. */
interface Choice {
  readonly vote: DateVote | null;
  /** Nothing but downgraded votes: their date is kept for the rhythm of the shoot, and trusted by nobody. */
  readonly lastResort: boolean;
}

/** Weights are sums of decimals: smaller differences are rounding. */
const WEIGHT_EPSILON = 1e-9;

/** The date with the most weight behind it. */
function choose(votes: readonly DateVote[], judge: SequenceJudge | null, sequenceWeight: number): Choice {
  const candidates = votes.filter((vote) => vote.standing === 'counts');
  if (candidates.length === 0) {
    const vote = votes.find((vote) => vote.standing !== 'not-believed') ?? null;
    return { vote, lastResort: vote !== null };
  }
  let best: DateVote | null = null;
  let bestSupport = 0;
  for (const candidate of candidates) {
    let support = 0;
    for (const vote of candidates) if (agree(vote, candidate)) support += vote.weight;
    if (judge?.fits(periodWithSlack(candidate))) support += sequenceWeight;
    const lead = support - bestSupport;
    const wins =
      lead > WEIGHT_EPSILON || (lead > -WEIGHT_EPSILON && best !== null && breaksTie(candidate, best));
    if (best === null || wins) {
      best = candidate;
      bestSupport = support;
    }
  }
  return { vote: best, lastResort: false };
}

/**
 * Of two dates with the same weight behind them: if they agree, the finer, then the weightier. If not, the
 * earlier: copying, editing and filing again make dates later, and no believed witness makes them earlier.
 */
function breaksTie(candidate: DateVote, best: DateVote): boolean {
  if (!agree(candidate, best)) {
    return candidate.period.startMillis < best.period.startMillis;
  }
  const finer = PRECISION_RANK[candidate.precision] - PRECISION_RANK[best.precision];
  return finer > 0 || (finer === 0 && candidate.weight > best.weight + WEIGHT_EPSILON);
}

/**
 * The outlier rule: an EXIF date more than `outlierDays` off the median of its folder, while the path says
 * otherwise too, is downgraded. Not where satellites saw the same day.
 */
function withoutOutliers(
  ballots: readonly (readonly DateVote[])[],
  witnesses: readonly DateWitness[],
  outlierDays: number,
): DateVote[][] {
  const median = medianDate(ballots);
  return ballots.map((votes, i) => {
    const path = votes.find((vote) => vote.name === 'path_tokens');
    return votes.map((vote) => {
      if (!isExif(vote) || vote.standing !== 'counts' || median === null || path === undefined) return vote;
      const offMillis = vote.wallMillis - median;
      const isOff = Math.abs(offMillis) > outlierDays * DAY_MILLIS;
      if (!isOff || agree(vote, path) || isConfirmedByGps(vote, witnesses[i])) return vote;
      const middle = wallTimeInWords(median, 'day');
      const objection = `downgraded: ${spanInWords(offMillis)} off the middle of its folder (${middle}), and the path says otherwise`;
      return { ...vote, standing: 'downgraded', objection };
    });
  });
}

function isExif(vote: DateVote): boolean {
  return vote.name === 'exif_original' || vote.name === 'exif_create';
}

/**
 * The median of what the photos would be dated without the outlier rule, coarse dates at the middle of their
 * period. That may be half a year off, but the path must contradict EXIF as well.
 */
function medianDate(ballots: readonly (readonly DateVote[])[]): number | null {
  const dates = ballots
    .flatMap((votes) => {
      const { vote, lastResort } = choose(votes, null, 0);
      if (vote === null || lastResort) return [];
      const { startMillis, endMillis } = vote.period;
      return [(startMillis + endMillis) / 2];
    })
    .sort((a, b) => a - b);
  const upper = dates[dates.length >> 1];
  const lower = dates[(dates.length - 1) >> 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

function isCoarse(vote: DateVote): boolean {
  return PRECISION_RANK[vote.precision] < PRECISION_RANK.day;
}

/** Zones reach to UTC+14; satellites do not lose the time. */
const GPS_SLACK_MILLIS = 14 * HOUR_MILLIS;

function isConfirmedByGps(vote: DateVote, witness: DateWitness | undefined): boolean {
  const gpsTimeMillis = witness?.gpsTimeMillis ?? null;
  return gpsTimeMillis !== null && Math.abs(vote.wallMillis - gpsTimeMillis) <= GPS_SLACK_MILLIS;
}

/** Whom to ask about each photo's place among its neighbours by file number; null: nobody. */
function sequenceJudges(
  ballots: readonly (readonly DateVote[])[],
  witnesses: readonly DateWitness[],
): (SequenceJudge | null)[] {
  const photos = witnesses.map((witness, i) => {
    const { files } = witness;
    const camera = cameraOf(witness);
    const { vote, lastResort } = choose(ballots[i] ?? [], null, 0);
    const isVague = vote === null || lastResort || isCoarse(vote);
    const fileName = (files[0]?.relativePath ?? '').replace(/^.*[/\\]/s, '');
    return { fileName, camera, period: isVague ? null : periodWithSlack(vote) };
  });
  const judges: (SequenceJudge | null)[] = witnesses.map(() => null);
  for (const run of numberedRuns(photos)) {
    const periods = run.map((index) => photos[index]?.period ?? null);
    for (const [position, index] of run.entries()) judges[index] = judgeAt(periods, position);
  }
  return judges;
}

function periodWithSlack(vote: DateVote): Period {
  const { startMillis, endMillis } = vote.period;
  return { startMillis: startMillis - vote.slackMillis, endMillis: endMillis + vote.slackMillis };
}

/**
 * EXIF and file time disagree hard, and nothing else decides: no path, no satellites. Also where EXIF holds
 * nothing but a reset clock.
 */
function isUncertain(votes: readonly DateVote[], witness: DateWitness, outlierDays: number): boolean {
  const believed = votes.filter((vote) => vote.standing !== 'not-believed');
  if (believed.length > 0 && believed.every((vote) => vote.standing === 'reset')) return true;
  const exif = believed.find(isExif);
  const fileTime = believed.find((vote) => vote.name === 'fs_time');
  const path = believed.find((vote) => vote.name === 'path_tokens');
  if (exif === undefined || fileTime === undefined || path !== undefined) return false;
  const apartMillis = Math.abs(exif.wallMillis - fileTime.wallMillis);
  return apartMillis > outlierDays * DAY_MILLIS && !isConfirmedByGps(exif, witness);
}

function captureTime(
  votes: readonly DateVote[],
  judge: SequenceJudge | null,
  sequenceWeight: number,
  uncertain: boolean,
): CaptureTime {
  const { vote: chosen, lastResort } = choose(votes, judge, sequenceWeight);
  const signalsUsed = votes.map((vote) => signalOf(vote, chosen));
  if (chosen !== null && !lastResort && judge !== null) {
    signalsUsed.push(sequenceSignal(chosen, judge, sequenceWeight));
  }
  const weightOf = (signals: readonly DateSignal[]) => signals.reduce((sum, { weight }) => sum + weight, 0);
  const present = weightOf(signalsUsed);
  const agreeing = weightOf(signalsUsed.filter((signal) => signal.agrees));
  return {
    wallMillis: chosen?.wallMillis ?? null,
    precision: chosen?.precision ?? 'year',
    offsetMinutes: chosen?.offsetMinutes ?? null,
    trustScore: present > 0 ? agreeing / present : 0,
    signalsUsed,
    uncertain,
  };
}

function signalOf(vote: DateVote, chosen: DateVote | null): DateSignal {
  const { name, precision, standing, says, objection } = vote;
  const isWitness = standing === 'counts' || standing === 'downgraded';
  const agrees = isWitness && chosen !== null && agree(vote, chosen);
  const parts = [says];
  if (vote === chosen) parts.push('taken as the time');
  if (objection !== null) parts.push(objection);
  else if (!agrees && chosen !== null) parts.push(`${distanceInWords(vote, chosen)} than the time taken`);
  return {
    name,
    weight: standing === 'not-believed' ? 0 : vote.weight,
    wallMillis: Number.isFinite(vote.wallMillis) ? vote.wallMillis : null,
    precision,
    agrees,
    reason: parts.join('; '),
  };
}

function distanceInWords(vote: DateVote, chosen: DateVote): string {
  const a = vote.period;
  const b = chosen.period;
  return a.startMillis > b.endMillis
    ? `${spanInWords(a.startMillis - b.endMillis)} later`
    : `${spanInWords(b.startMillis - a.endMillis)} earlier`;
}

function sequenceSignal(chosen: DateVote, judge: SequenceJudge, weight: number): DateSignal {
  const period = periodWithSlack(chosen);
  const agrees = judge.fits(period);
  const count = `${judge.inOrderWith(period)} of ${judge.neighbours}`;
  return {
    name: 'sequence_consistency',
    weight,
    wallMillis: null,
    precision: chosen.precision,
    agrees,
    reason: `${agrees ? '' : 'only '}${count} neighbours by file name are in time order with it`,
  };
}
