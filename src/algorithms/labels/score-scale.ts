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
 * Before any click, and what each click adds at first. Fitted on standard scores of 46 labels on 125 photos, and on
 * 8 taught classes of 333, out of fold each; docs/tags.md has the table.
 */
const PIVOT = 3.6;
const TAUGHT_PIVOT = -0.9;
const SLOPE = 1.1;
const TAUGHT_SLOPE = 0.6;
/** Clicks that bring half of it. */
const HALF_TAUGHT = 2;
/** How far labels differ from these: standard deviations of the pivot, and of the slope's logarithm. */
const PIVOT_SPREAD = 0.3;
const SLOPE_SPREAD = 0.3;
/** Of the standard scores of photos with the label around their mean. */
const RIGHT_SPREAD = 1;
/** Decisions on photos less likely than this say nothing of proposals. */
const NEAR_LOG_ODDS = -2.2;

export function scoreStandard(scores: ArrayLike<number>): ScoreStandard {
  const sorted = Float64Array.from(scores).sort();
  if (sorted.length === 0) return { middle: 0, spread: 1 };
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  const mean = sorted.reduce((sum, score) => sum + score, 0) / sorted.length;
  const variance = sorted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / sorted.length;
  return { middle, spread: Math.sqrt(variance) > LEAST_SPREAD ? Math.sqrt(variance) : 1 };
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
 * being proposed: there the log-loss counts, as Platt (Probabilistic outputs for support vector machines, 1999) does,
 * but only once one was rejected, for a few photos that the user went and looked for would raise all probabilities.
 *
 * @param library standard scores of the sample
 */
export function scoreScale(
  library: readonly number[],
  accepted: readonly DecidedScore[],
  rejected: readonly DecidedScore[],
): ScoreScale {
  const clicks = total(accepted);
  const taught = clicks / (clicks + HALF_TAUGHT);
  const slopeBefore = SLOPE + TAUGHT_SLOPE * taught;
  const pivotBefore = PIVOT + TAUGHT_PIVOT * taught;
  if (clicks + total(rejected) === 0) return { slope: slopeBefore, pivot: pivotBefore };
  const isNear = ({ score }: DecidedScore) => slopeBefore * (score - pivotBefore) >= NEAR_LOG_ODDS;
  const nearRejected = rejected.filter(isNear);
  const nearAccepted = nearRejected.length === 0 ? [] : accepted.filter(isNear);
  const mean = accepted.reduce((sum, { score, weight }) => sum + weight * score, 0) / Math.max(clicks, 1e-9);

  let best = { slope: slopeBefore, pivot: pivotBefore, loss: Number.POSITIVE_INFINITY };
  for (const factor of SLOPE_FACTORS) {
    for (const pivot of PIVOTS) {
      const slope = slopeBefore * factor;
      let loss =
        (pivot - pivotBefore) ** 2 / (2 * PIVOT_SPREAD ** 2) +
        Math.log(factor) ** 2 / (2 * SLOPE_SPREAD ** 2);
      if (clicks > 0) loss += meanMismatch(library, slope, pivot, mean, clicks);
      for (const { score, weight } of nearRejected) loss += weight * logLoss(-slope * (score - pivot));
      for (const { score, weight } of nearAccepted) loss += weight * logLoss(slope * (score - pivot));
      if (loss < best.loss) best = { slope, pivot, loss };
    }
  }
  return { slope: best.slope, pivot: best.pivot };
}

const SLOPE_FACTORS = [0.5, 0.62, 0.79, 1, 1.26, 1.6, 2];
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
