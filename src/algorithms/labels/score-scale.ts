import { logistic } from './logistic.ts';

/** Where the scores of a library lie. */
export interface ScoreStandard {
  readonly middle: number;
  readonly spread: number;
}

/** The log-odds of a label are `slope · (standard score − pivot)`: as likely right as wrong at the pivot. */
export interface ScoreScale {
  readonly slope: number;
  readonly pivot: number;
}

/** Standard scores, out of fold, of the photos decided on; `weight` in answers. */
export interface DecidedScore {
  readonly score: number;
  readonly weight: number;
}

/** Least spread, against scores of about 1: a library of equal photos has none. */
const LEAST_SPREAD = 1e-9;
/**
 * Before decisions tell: fitted on standard scores of 46 labels on 125 photos, before clicks and after up to ten; other
 * labels and photos give nearly the same (docs/tags.md has the table).
 */
const WITH_TEXT: ScoreScale = { slope: 1.05, pivot: 4 };
const TAUGHT_ALONE: ScoreScale = { slope: 1, pivot: 3.5 };
/** How far labels differ from these: standard deviations of the pivot, and of the slope's logarithm. */
const PIVOT_SPREAD = 0.5;
const SLOPE_SPREAD = 0.3;
/** Of the standard scores of photos with the label around their mean. */
const RIGHT_SPREAD = 2;
/** Decisions on photos less likely than this say nothing of proposals. */
const NEAR_LOG_ODDS = -2.2;
/** Times the weight of the rejected ones among these that the accepted ones have at most. */
const MOST_ACCEPTED = 3;

/**
 * The standard deviation of all scores, but at most so many times that of the lower ones: a label that is on one photo
 * of five spreads the scores itself, and would hide behind its own spread. Not for labels without a text, whose few examples leave long tails.
 */
export const MOST_LOWER_SPREADS = 1.7;
/** Share of a normal distribution that is more than one standard deviation below its middle. */
const BELOW_ONE_DEVIATION = 0.1587;

export function scoreStandard(
  scores: ArrayLike<number>,
  mostLowerSpreads = Number.POSITIVE_INFINITY,
): ScoreStandard {
  const sorted = Float64Array.from(scores).sort();
  if (sorted.length === 0) return { middle: 0, spread: 1 };
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  const lower = middle - sorted[Math.floor(sorted.length * BELOW_ONE_DEVIATION)]!;
  const mean = sorted.reduce((sum, score) => sum + score, 0) / sorted.length;
  const deviation = Math.sqrt(sorted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / sorted.length);
  const spread = lower > LEAST_SPREAD ? Math.min(deviation, mostLowerSpreads * lower) : deviation;
  return { middle, spread: spread > LEAST_SPREAD ? spread : 1 };
}

/** In standard deviations of the library from its middle. */
export function standardScores(scores: readonly number[]): number[] {
  const { middle, spread } = scoreStandard(scores);
  return scores.map((score) => (score - middle) / spread);
}

/**
 * How standard scores become log-odds: the slope and pivot that are likeliest after the decisions, by a grid.
 *
 * Accepted photos are no random draw of the library, so their share says nothing of how rare the label is (G. King,
 * L. Zeng: Logistic regression in rare events data, 2001). Two things do. Their mean score: of the photos of the
 * library, weighted by their probability, it must be the same (the first-order condition of logistic regression from
 * positive and unlabelled examples: M. du Plessis, G. Niu, M. Sugiyama, 2015). And decisions on photos that are near
 * being proposed: there the log-loss counts, as with J. Platt (Probabilistic outputs for support vector machines, 1999),
 * but the accepted ones at most three times as much as the rejected ones, for photos that the user went and looked for would raise
 * all probabilities.
 *
 * @param library standard scores of the sample
 */
export function scoreScale(
  hasText: boolean,
  library: readonly number[],
  accepted: readonly DecidedScore[],
  rejected: readonly DecidedScore[],
): ScoreScale {
  const clicks = total(accepted);
  const before = hasText ? WITH_TEXT : TAUGHT_ALONE;
  if (clicks + total(rejected) === 0) return before;
  const isNear = ({ score }: DecidedScore) => before.slope * (score - before.pivot) >= NEAR_LOG_ODDS;
  const nearRejected = rejected.filter(isNear);
  const nearAccepted = accepted.filter(isNear);
  const balance = Math.min(1, (MOST_ACCEPTED * total(nearRejected)) / Math.max(total(nearAccepted), 1e-9));
  const mean = accepted.reduce((sum, { score, weight }) => sum + weight * score, 0) / Math.max(clicks, 1e-9);

  let best = { ...before, loss: Number.POSITIVE_INFINITY };
  for (const factor of SLOPE_FACTORS) {
    for (const pivot of PIVOTS) {
      const slope = before.slope * factor;
      let loss =
        (pivot - before.pivot) ** 2 / (2 * PIVOT_SPREAD ** 2) +
        Math.log(factor) ** 2 / (2 * SLOPE_SPREAD ** 2);
      if (clicks > 0) loss += meanMismatch(library, slope, pivot, mean, clicks);
      for (const { score, weight } of nearRejected) loss += weight * logLoss(-slope * (score - pivot));
      for (const { score, weight } of nearAccepted)
        loss += balance * weight * logLoss(slope * (score - pivot));
      if (loss < best.loss) best = { slope, pivot, loss };
    }
  }
  return { slope: best.slope, pivot: best.pivot };
}

const SLOPE_FACTORS = [0.5, 0.62, 0.79, 1, 1.26, 1.6, 2, 2.5, 3.2, 4];
const PIVOTS = Array.from({ length: 61 }, (_, i) => i / 10);

/** Squared difference of the two means, in their variances: each is that of so many photos. */
function meanMismatch(
  library: readonly number[],
  slope: number,
  pivot: number,
  mean: number,
  clicks: number,
): number {
  let [expected, weighted] = [0, 0];
  for (const score of library) {
    const probability = logistic(slope * (score - pivot));
    expected += probability;
    weighted += probability * score;
  }
  if (expected === 0) return 0;
  const variance = RIGHT_SPREAD ** 2 * (1 / clicks + 1 / (1 + expected));
  return (weighted / expected - mean) ** 2 / (2 * variance);
}

const total = (decided: readonly DecidedScore[]): number =>
  decided.reduce((sum, { weight }) => sum + weight, 0);

/** −log of the probability of log-odds. */
const logLoss = (logOdds: number): number => Math.max(-logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds)));
