import type {
  CaptureTime,
  ClockShift,
  DateDecision,
  DateSignal,
  WallInterval,
} from '../domain/capture-time.ts';
import { cameraOf } from './camera-of.ts';
import type { ClockCorrection } from './clocks/clock-run.ts';
import {
  agree,
  type DateVote,
  type DateWitness,
  type LibraryKnowledge,
  NOTHING_KNOWN,
  type VoteOptions,
  votesOf,
} from './date-votes.ts';
import { judgeAt, numberedRuns, type SequenceJudge } from './name-sequence.ts';
import { type PlaceBetween, placesBetween } from './place-between.ts';
import { isScan } from './scan-witness.ts';
import { trustLimit } from './trust-limit.ts';
import {
  DAY_MILLIS,
  HOUR_MILLIS,
  type Period,
  PRECISION_RANK,
  precisionOf,
  spanInWords,
  wallTimeInWords,
} from './wall-time.ts';

/**
 * When photos were taken: EXIF is a witness, not the truth. docs/dates.md works through examples.
 *
 * A folder is resolved as a whole, in these steps:
 * 1. every witness becomes votes (date-votes.ts);
 * 2. EXIF dates that stand alone in their folder and against their path are downgraded;
 * 3. photos that lost their own date get the time between their neighbours by file number;
 * 4. each photo takes its best-supported date;
 * 5. the order of file names judges these dates, and supports those that fit.
 * Clocks that were wrong for whole runs are known before (clocks/study-clocks.ts), and put right in step 1.
 */

export interface DateOptions extends VoteOptions {
  /** An EXIF date further off the median of its folder is doubted. */
  readonly outlierDays: number;
}

/**
 * @param witnesses all photos of one folder, in any order
 * @returns one capture time per witness, in their order; it does not depend on their order
 */
export function resolveFolder(
  witnesses: readonly DateWitness[],
  options: DateOptions,
  knowledge: LibraryKnowledge = NOTHING_KNOWN,
): CaptureTime[] {
  const heard = witnesses.map((witness) => votesOf(witness, options, knowledge));
  const ballots = withNeighbours(withoutOutliers(heard, witnesses, options.outlierDays), witnesses, options);
  const judges = sequenceJudges(ballots, witnesses);
  const sequenceWeight = options.weights.sequence_consistency;
  return witnesses.map((witness, i) => {
    const votes = ballots[i] ?? [];
    const isPlaced = votes.some((vote) => vote.name === 'sequence_consistency');
    // What a folder says of all its scans alike is in any order.
    const isJudged = sequenceWeight > 0 && !isPlaced && !isScan(witness);
    const judge = isJudged ? (judges[i] ?? null) : null;
    const correction = knowledge.corrections.get(witness.key) ?? null;
    const confirmedBy = knowledge.confirmedHours.get(witness.key) ?? null;
    const uncertain =
      correction?.standing === 'doubtful' ||
      (confirmedBy === null && isUncertain(votes, witness, options.outlierDays));
    const time = captureTime(votes, judge, options, {
      uncertain,
      correction,
      isOfScan: isScan(witness),
      confirmedBy,
    });
    return witness.decision === null ? time : byHand(time, witness, witness.decision);
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
  const counting = votes.filter((vote) => vote.standing === 'counts');
  const candidates = counting.filter(
    (vote) => !counting.some((other) => isFinerOf(other, vote) || isClockOf(other, vote)),
  );
  if (candidates.length === 0) {
    const vote = votes.find((vote) => vote.standing !== 'not-believed') ?? null;
    return { vote, lastResort: vote !== null };
  }
  let best: DateVote | null = null;
  let bestSupport = 0;
  for (const candidate of candidates) {
    let support = 0;
    const agreeing = counting.filter((vote) => agree(vote, candidate));
    support += weightOf(agreeing);
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

/** A clock names the time, and the file that was written then confirms it: never the other way round. */
function isClockOf(clock: DateVote, vote: DateVote): boolean {
  return vote.isOfWriting && !clock.isOfWriting && clock.precision === 'second' && agree(clock, vote);
}

/** When a file was written is said once, by however many of its dates. */
function weightOf(votes: readonly DateVote[]): number {
  let ofWriting = 0;
  let sum = 0;
  for (const { weight, isOfWriting } of votes) {
    if (isOfWriting) ofWriting = Math.max(ofWriting, weight);
    else sum += weight;
  }
  return sum + ofWriting;
}

/**
 * A year that holds a day says nothing of its own: it supports the day. Otherwise two dates of that year that
 * contradict each other would both speak for “some time in it”.
 */
function isFinerOf(finer: DateVote, vote: DateVote): boolean {
  return PRECISION_RANK[finer.precision] > PRECISION_RANK[vote.precision] && agree(finer, vote);
}

/**
 * Of two dates with the same weight behind them: if they agree, the finer, then the weightier. If not, the
 * earlier: copying, editing and filing again make dates later, and no believed witness makes them earlier.
 */
function breaksTie(candidate: DateVote, best: DateVote): boolean {
  if (!agree(candidate, best)) {
    return candidate.period.startMillis < best.period.startMillis;
  }
  if (candidate.isOfWriting !== best.isOfWriting) return best.isOfWriting;
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

/** Programs that edit, export and send strip dates, and leave the number of the camera. */
function withNeighbours(
  ballots: readonly DateVote[][],
  witnesses: readonly DateWitness[],
  options: DateOptions,
): DateVote[][] {
  const weight = options.weights.sequence_consistency;
  if (weight === 0) return [...ballots];
  const places = placesBetween(
    witnesses.map((witness, i) => {
      const own = (ballots[i] ?? []).find(
        (vote) => isExif(vote) && vote.standing === 'counts' && !vote.isOfWriting && vote.confidence > 0.5,
      );
      const fileName = (witness.files[0]?.relativePath ?? '').replace(/^.*[/\\]/s, '');
      return { fileName, wallMillis: own?.wallMillis ?? null, isLost: own === undefined && !isScan(witness) };
    }),
  );
  return ballots.map((votes, i) => {
    const place = places[i] ?? null;
    if (place === null) return votes;
    const neighbours = neighbourVote(place, weight);
    const others = votes.map((vote) =>
      vote.isOfWriting && vote.standing === 'counts' && !agree(vote, neighbours)
        ? ({
            ...vote,
            standing: 'another-day',
            objection: 'not counted: written after its neighbours were taken',
          } as const)
        : vote,
    );
    return [...others, neighbours];
  });
}

function neighbourVote(place: PlaceBetween, weight: number): DateVote {
  const { wallMillis, beforeName, afterName, startMillis, endMillis } = place;
  return {
    name: 'sequence_consistency',
    weight,
    wallMillis,
    precision: 'second',
    period: { startMillis: wallMillis, endMillis: wallMillis },
    offsetMinutes: null,
    slackMillis: NEIGHBOUR_SLACK_MILLIS,
    standing: 'counts',
    confidence: 1,
    uncertaintyMillis: Math.max(wallMillis - startMillis, endMillis - wallMillis),
    isOfWriting: false,
    says: `by its number it lies between ${beforeName} and ${afterName}, ${wallTimeInWords(wallMillis, 'second')}`,
    objection: null,
  };
}

/** As that of a folder's day: a camera's clock against a computer's. */
const NEIGHBOUR_SLACK_MILLIS = 26 * HOUR_MILLIS;

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
  const isLost = (vote: DateVote) => vote.standing === 'reset' || vote.standing === 'another-day';
  if (believed.length > 0 && believed.every(isLost)) return true;
  const exif = believed.find((vote) => isExif(vote) && vote.standing !== 'another-day');
  const fileTime = believed.find((vote) => vote.name === 'fs_time' && vote.standing !== 'another-day');
  const path = believed.find((vote) => vote.name === 'path_tokens');
  if (exif === undefined || fileTime === undefined || path !== undefined) return false;
  const apartMillis = Math.abs(exif.wallMillis - fileTime.wallMillis);
  return apartMillis > outlierDays * DAY_MILLIS && !isConfirmedByGps(exif, witness);
}

/** What is known of a photo beside its votes. */
interface PhotoCase {
  readonly uncertain: boolean;
  readonly correction: ClockCorrection | null;
  readonly isOfScan: boolean;
  /** What confirms the hour beside the camera's own clock. */
  readonly confirmedBy: string | null;
}

function captureTime(
  votes: readonly DateVote[],
  judge: SequenceJudge | null,
  options: DateOptions,
  { uncertain, correction, isOfScan, confirmedBy }: PhotoCase,
): CaptureTime {
  const { weights } = options;
  const sequenceWeight = weights.sequence_consistency;
  const { vote: chosen, lastResort } = choose(votes, judge, sequenceWeight);
  const interval = chosen && intervalOf(chosen, votes, options.saneRange.fromWallMillis);
  const limit = trustLimit({
    votes,
    chosen,
    interval,
    uncertain,
    correction,
    confirmedBy,
    outlierMillis: options.outlierDays * DAY_MILLIS,
  });
  const signalsUsed = votes.map((vote) => signalOf(vote, chosen, vote === chosen ? limit.says : null));
  if (chosen !== null && !lastResort && judge !== null) {
    signalsUsed.push(sequenceSignal(chosen, judge, sequenceWeight));
  }
  const heard = signalsUsed.reduce((sum, { weight }) => sum + weight, 0);
  const present = Math.max(heard, leastWeight(weights, isOfScan));
  const agreeing = signalsUsed.reduce((sum, { credit }) => sum + credit, 0);
  return {
    wallMillis: chosen && interval && sortingMillis(chosen, interval),
    interval,
    precision: interval === null ? 'year' : precisionOf(interval),
    offsetMinutes: chosen?.offsetMinutes ?? null,
    trustScore: Math.min(present > 0 ? agreeing / present : 0, limit.most),
    signalsUsed,
    uncertain,
    clock: clockShift(correction),
    byHand: false,
  };
}

/**
 * What a camera's clock says by itself. Trust is a share of at least that, or a lonely file time would be trusted
 * wholly, because nobody is left to contradict it.
 */
const leastWeight = (weights: DateOptions['weights'], isOfScan: boolean) =>
  // Film has no clock that could be missing: the folder and the file are all that could speak.
  isOfScan ? weights.path_tokens + weights.fs_time : weights.exif_original + weights.exif_create;

function clockShift(correction: ClockCorrection | null): ClockShift | null {
  if (correction?.standing !== 'shifted' || correction.run === null) return null;
  const { run, shiftMillis, uncertaintyMillis, confidence } = correction;
  return { run, shiftMillis, uncertaintyMillis, confidence };
}

function intervalOf(chosen: DateVote, votes: readonly DateVote[], earliest: number): WallInterval {
  const { period, uncertaintyMillis } = chosen;
  if (chosen.standing === 'another-day') return { startMillis: earliest, endMillis: period.endMillis };
  if (chosen.isOfWriting) return writtenIn(chosen, votes);
  return {
    startMillis: period.startMillis - uncertaintyMillis,
    endMillis: period.endMillis + uncertaintyMillis,
  };
}

/** A picture is taken before its file is sent or exported: on the day, or in the month, that its path says. */
function writtenIn({ period }: DateVote, votes: readonly DateVote[]): WallInterval {
  const path = votes.find((vote) => vote.name === 'path_tokens' && vote.standing === 'counts');
  const named = path !== undefined && path.period.startMillis <= period.endMillis ? path.period : null;
  const isNear = named !== null && period.startMillis <= named.endMillis + DAY_MILLIS;
  return {
    startMillis: isNear ? named.startMillis : period.startMillis - DAY_MILLIS,
    endMillis: period.endMillis,
  };
}

/** A clock that was put right keeps its rhythm, however uncertain the run is as a whole. */
function sortingMillis(vote: DateVote, { startMillis, endMillis }: WallInterval): number {
  return vote.precision === 'second' || vote.isOfWriting
    ? vote.wallMillis
    : Math.floor((startMillis + endMillis) / 2);
}

/** The user's word: a shift of the camera's clock, or an interval. The witnesses are kept, so that it can be taken back. */
function byHand(time: CaptureTime, witness: DateWitness, decision: DateDecision): CaptureTime {
  const clock = witness.dateTimeOriginal ?? witness.createDate;
  const set = { ...time, trustScore: 1, uncertain: false, byHand: true, clock: null };
  if (decision.kind === 'set') {
    const { interval } = decision;
    const wallMillis = Math.floor((interval.startMillis + interval.endMillis) / 2);
    return { ...set, wallMillis, interval, precision: precisionOf(interval), offsetMinutes: null };
  }
  if (clock === null) return time;
  const wallMillis = clock.wallMillis + decision.shiftMillis;
  return {
    ...set,
    wallMillis,
    interval: { startMillis: wallMillis, endMillis: wallMillis },
    precision: 'second',
    offsetMinutes: decision.shiftMillis === 0 ? clock.offsetMinutes : null,
  };
}

function signalOf(vote: DateVote, chosen: DateVote | null, note: string | null): DateSignal {
  const { name, precision, standing, says, objection } = vote;
  const isWitness = standing === 'counts' || standing === 'downgraded';
  const agrees = isWitness && chosen !== null && agree(vote, chosen);
  const parts = [says];
  if (vote === chosen) parts.push('taken as the time');
  if (note !== null) parts.push(note);
  if (objection !== null) parts.push(objection);
  else if (!agrees && chosen !== null) parts.push(`${distanceInWords(vote, chosen)} than the time taken`);
  return {
    name,
    weight: standing === 'not-believed' || standing === 'another-day' ? 0 : vote.weight,
    wallMillis: Number.isFinite(vote.wallMillis) ? vote.wallMillis : null,
    precision,
    agrees,
    credit: agrees ? vote.weight * vote.confidence : 0,
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
    credit: agrees ? weight : 0,
    reason: `${agrees ? '' : 'only '}${count} neighbours by file name are in time order with it`,
  };
}
