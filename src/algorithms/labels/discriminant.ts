import { dot, scaled } from './dense-vectors.ts';
import type { EvidenceGroup } from './evidence-groups.ts';
import type { LibrarySpace } from './library-space.ts';
import { logistic } from './logistic.ts';
import { standardScores } from './score-scale.ts';

export interface Evidence {
  /** {@link LibrarySpace.towards} of its texts; null without. */
  readonly text: Float64Array | null;
  readonly accepted: readonly EvidenceGroup[];
  readonly rejected: readonly EvidenceGroup[];
}

export interface Discriminant {
  readonly weights: Float64Array;
  /** Scores of the library's sample, each without what the photo itself did to the weights. */
  readonly scores: Float64Array;
}

/** Accepted photos that the text is worth. */
const TEXT_WEIGHT = 3;
/** Share of the rejected photos in the direction: those near a label look much like it, and would cancel it out. */
const REJECTED_SHARE = 0.1;
/** Of photos that nobody decided on, against accepted ones. */
const UNDECIDED_WEIGHT = 0.5;
/** Log-odds of an undecided photo, by its standardised score: 0 at 2.9, so only what is clear takes part. */
const UNDECIDED_SLOPE = 1.9;
const UNDECIDED_OFFSET = -5.5;
/** Below it a photo does not take part. */
const NEGLIGIBLE = 0.01;
/** Cosine in the whitened space above which a photo of the library is one that was decided on, or its scene. */
const SAME_PHOTO = 0.8;
/** With more decisions, photos that nobody decided on have nothing to add. */
const MANY_DECIDED = 200;

/**
 * Fisher's discriminant in the whitened space: towards the mean of the photos with the label, whose normal prior is
 * at the text (M. Silva-Rodríguez et al.: A closer look at the few-shot adaptation of large vision-language models,
 * 2024, hold the weights near the text likewise), a little away from the rejected ones. Then one step of expectation
 * and maximisation in which photos of the library that nobody decided on count with their probability, times a weight
 * below 1 (K. Nigam et al.: Text classification from labeled and unlabeled documents using EM, 2000).
 *
 * @param heldOut decided photos that take no part: they are to be scored by the others
 */
export function discriminant(
  { text, accepted, rejected }: Evidence,
  library: LibrarySpace,
  heldOut: readonly EvidenceGroup[] = [],
): Discriminant {
  const { dimensions, sample } = library;
  const sum = new Float64Array(dimensions);
  let weight = 0;
  const add = (vector: Float64Array, times: number) => {
    for (let k = 0; k < dimensions; k++) sum[k]! += times * vector[k]!;
    weight += times;
  };
  if (text !== null) add(text, TEXT_WEIGHT);
  for (const group of accepted) add(group.vector, group.weight);
  const away = scaled(weightedMean(rejected, dimensions), REJECTED_SHARE);
  const direction = () => sum.map((value, k) => value / Math.max(weight, 1e-9) - away[k]!);

  if (accepted.length + rejected.length > MANY_DECIDED) {
    const weights = direction();
    return { weights, scores: Float64Array.from(sample, (row) => dot(row, weights)) };
  }
  const first = direction();
  const lengths = sample.map((row) => Math.sqrt(dot(row, row)));
  const like = (groups: readonly EvidenceGroup[], i: number) =>
    groups.find(({ vector }) => dot(vector, sample[i]!) > SAME_PHOTO * lengths[i]!);
  /** What a photo itself adds to its own score. */
  const own = new Float64Array(sample.length);
  standardScores(sample.map((row) => dot(row, first))).forEach((score, i) => {
    const share = UNDECIDED_WEIGHT * logistic(UNDECIDED_SLOPE * score + UNDECIDED_OFFSET);
    if (share < NEGLIGIBLE || lengths[i] === 0) return;
    const itself = like(accepted, i);
    if (itself !== undefined) own[i] = itself.weight * dot(itself.vector, sample[i]!);
    else if (like(rejected, i) === undefined && like(heldOut, i) === undefined) {
      add(scaled(sample[i]!, 1 / lengths[i]!), share);
      own[i] = share * lengths[i]!;
    }
  });
  const weights = direction();
  return {
    weights,
    scores: Float64Array.from(sample, (row, i) => dot(row, weights) - own[i]! / Math.max(weight, 1e-9)),
  };
}

function weightedMean(groups: readonly EvidenceGroup[], dimensions: number): Float64Array {
  const mean = new Float64Array(dimensions);
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  for (const { vector, weight } of groups) {
    for (let k = 0; k < dimensions; k++) mean[k]! += (weight / total) * vector[k]!;
  }
  return mean;
}
