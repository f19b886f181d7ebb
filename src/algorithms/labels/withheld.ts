import { dot } from './dense-vectors.ts';
import type { LabelScore } from './label-score.ts';

/** Cosine of two directions from which the labels have the same photos: `sofa` and `couch`. */
const SAME_DIRECTION = 0.9;
/** With fewer photos a high score or a low one is chance. */
const LEAST_PHOTOS = 100;
/** With fewer answers nothing is said of whether they go together. */
const LEAST_ACCEPTED = 5;
/** Standard errors above chance: 95 % one-sided. */
const ABOVE_CHANCE = 1.64;

/** A label that came before. */
export interface EarlierLabel {
  readonly name: string;
  readonly weights: Float64Array;
}

/**
 * Why a label that nobody decided on proposes nothing; null where it does. Its text may be nearly that of an earlier
 * label, or no photo may stand out: the highest score is below the highest that as many draws of a normal
 * distribution have in half of all cases.
 */
export function whyTextIsWithheld(score: LabelScore, earlier: readonly EarlierLabel[]): string | null {
  const length = (weights: Float64Array) => Math.sqrt(dot(weights, weights));
  const own = length(score.weights);
  if (own === 0) return 'its text says no more than any other text';
  const twin = earlier.find(
    ({ weights }) => dot(weights, score.weights) >= SAME_DIRECTION * own * length(weights),
  );
  if (twin !== undefined) return `cannot be told apart from ${twin.name}`;
  const { library } = score;
  if (library.length < LEAST_PHOTOS) return null;
  const highest = library.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  return highest < medianOfHighest(library.length) ? 'no photo of the library stands out' : null;
}

/** The same for a taught label: its accepted photos, each scored by the others, are no higher than chance. */
export function whyTaughtIsWithheld({ accepted }: LabelScore): string | null {
  if (accepted.length < LEAST_ACCEPTED) return null;
  const mean = accepted.reduce((sum, { score }) => sum + score, 0) / accepted.length;
  return mean * Math.sqrt(accepted.length) < ABOVE_CHANCE
    ? 'the photos that it was accepted on have nothing in common that other photos have not'
    : null;
}

/** Of `count` draws of the standard normal distribution: where its upper tail is 1 − 0.5^(1 / count). */
function medianOfHighest(count: number): number {
  const tail = -Math.expm1(Math.log(0.5) / count);
  // Abramowitz and Stegun, 26.2.23: off by less than 0.00045.
  const t = Math.sqrt(-2 * Math.log(tail));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t ** 2) / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3)
  );
}
