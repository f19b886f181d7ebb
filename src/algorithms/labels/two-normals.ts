import { logistic } from './logistic.ts';

/** Where the scores of a library lie, and how they become log-odds: `slope · score + offset`. */
export interface ScoreScale {
  readonly slope: number;
  readonly offset: number;
  /** Share of the library on which the label is right, estimated. */
  readonly prevalence: number;
  /** Spreads between the photos with the label and those without (d′ of signal detection). */
  readonly separation: number;
}

const ROUNDS = 50;

/**
 * Scores of a library as a mixture of two normal distributions of one spread: many photos without the label, and a
 * share with it, `separation` spreads above. Log-odds are then linear in the score (R. A. Fisher's discriminant;
 * D. Green, J. Swets: Signal Detection Theory, 1966). Where the photos without lie, and how they spread, is read off
 * the lower half of the library, which the label hardly reaches; the share is found by expectation and maximisation
 * (A. Dempster and others, 1977) from few photos at first, for a word picked out of a dictionary is rare.
 *
 * @param scores of photos of the library
 * @param separation in spreads
 * @param prior share expected before looking, and how many photos that opinion weighs
 */
export function twoNormals(
  scores: readonly number[],
  separation: number,
  prior: { share: number; photos: number },
): ScoreScale {
  const { centre, spread } = lowerHalf(scores);
  const standard = scores.map((score) => (score - centre) / spread);
  let share = prior.share;
  for (let round = 0; round < ROUNDS; round++) {
    const shift = logit(share) - separation ** 2 / 2;
    const expected = standard.reduce((sum, z) => sum + logistic(separation * z + shift), 0);
    share = (expected + prior.share * prior.photos) / (standard.length + prior.photos);
  }
  const slope = separation / spread;
  return {
    slope,
    offset: -slope * centre - separation ** 2 / 2 + logit(share),
    prevalence: share,
    separation,
  };
}

/** Middle of the scores, and their standard deviation judged by how far the lower ones lie from it. */
export function lowerHalf(scores: readonly number[]): { centre: number; spread: number } {
  if (scores.length === 0) return { centre: 0, spread: 1 };
  const sorted = scores.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const centre = at(0.5);
  // 15.87 % of a normal distribution lie more than one standard deviation below the middle.
  const spread = centre - at(0.1587);
  return { centre, spread: spread > 0 ? spread : Math.max(1e-9, Math.abs(centre) * 1e-6) };
}

export const logit = (share: number): number => Math.log(share / (1 - share));
