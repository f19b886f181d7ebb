import { fromLogOdds } from '../log-odds.ts';

/** Shares of the library whose log-odds are kept for each label: close together where labels are. */
export const LIBRARY_SHARES = [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 1] as const;

/** What one label looks like over a sample of the library. */
export interface LibraryStanding {
  /** Log-odds that so many of the sample have at most, as LIBRARY_SHARES says; empty where there is no sample. */
  readonly quantiles: readonly number[];
  /** Share of the sample that reaches the threshold, 0 to 1. */
  readonly expectedShare: number;
  /** The mean probability of those: the share that is expected to be right. Null where none reaches it. */
  readonly expectedPrecision: number | null;
}

/**
 * @param logOdds of each photo of the sample, in any order
 * @param threshold the least probability that counts
 */
export function libraryStanding(logOdds: Float64Array, threshold: number): LibraryStanding {
  const sorted = logOdds.slice().sort();
  if (sorted.length === 0) return { quantiles: [], expectedShare: 0, expectedPrecision: null };
  let reaching = 0;
  let right = 0;
  for (let i = sorted.length - 1; i >= 0; i--) {
    const probability = fromLogOdds(sorted[i]!);
    if (probability < threshold) break;
    reaching++;
    right += probability;
  }
  return {
    quantiles: LIBRARY_SHARES.map((share) => sorted[Math.round(share * (sorted.length - 1))]!),
    expectedShare: reaching / sorted.length,
    expectedPrecision: reaching === 0 ? null : right / reaching,
  };
}

/** The share of the library that has less, 0 to 1, between two kept shares in proportion; null without a sample. */
export function shareBelow(quantiles: readonly number[], logOdds: number): number | null {
  if (quantiles.length === 0) return null;
  const above = quantiles.findIndex((quantile) => quantile >= logOdds);
  if (above === -1) return 1;
  if (above === 0) return 0;
  const [low, high] = [quantiles[above - 1]!, quantiles[above]!];
  const part = high > low ? (logOdds - low) / (high - low) : 1;
  return LIBRARY_SHARES[above - 1]! + part * (LIBRARY_SHARES[above]! - LIBRARY_SHARES[above - 1]!);
}
