/** A probability is kept this far from 0 and 1, so that its log-odds are finite and evidence can still move it. */
const FURTHEST = 0.001;

/** Natural logarithm of p / (1 − p). */
export function logOdds(probability: number): number {
  const p = Math.min(1 - FURTHEST, Math.max(FURTHEST, probability));
  return Math.log(p / (1 - p));
}

/** The probability of those log-odds, 0 to 1. */
export const fromLogOdds = (odds: number): number => 1 / (1 + Math.exp(-odds));

/** The probability after evidence of that weight: independent evidence adds up in log-odds (I. J. Good, 1950). */
export const shifted = (probability: number, weight: number): number =>
  weight === 0 ? probability : fromLogOdds(logOdds(probability) + weight);
