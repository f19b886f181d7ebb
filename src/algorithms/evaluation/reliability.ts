import { type Interval, wilsonInterval } from './wilson-interval.ts';

/** What was said to be right with some probability, and whether it was. */
export interface Stated {
  /** 0 to 1. */
  readonly probability: number;
  readonly right: boolean;
}

/** All that was said with a probability above `from` and up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly right: number;
  /** Mean of the stated probabilities ("confidence"); null where nothing was said. */
  readonly stated: number | null;
  /** Share that was right ("accuracy"); null where nothing was said. */
  readonly observed: number | null;
  /** Where the share may be, 95 %. */
  readonly interval: Interval;
}

/** Guo et al. show ten bins, and give errors of fifteen; ten have enough in them for some hundred decisions. */
const BINS = 10;

/**
 * The reliability diagram: stated probabilities in bins of equal width, and what share of each was right (C. Guo, G.
 * Pleiss, Y. Sun, K. Weinberger, 2017, "On Calibration of Modern Neural Networks", §2). As there a bin has its upper
 * end in it and not its lower; the first has both.
 *
 * @throws RangeError for a probability outside of 0 to 1
 */
export function reliabilityBins(said: readonly Stated[], bins = BINS): ReliabilityBin[] {
  const filled = Array.from({ length: bins }, () => ({ count: 0, right: 0, sum: 0 }));
  for (const { probability, right } of said) {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is no probability`);
    const bin = filled[Math.max(0, Math.ceil(probability * bins) - 1)]!;
    bin.count++;
    bin.sum += probability;
    if (right) bin.right++;
  }
  return filled.map(({ count, right, sum }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    right,
    stated: count === 0 ? null : sum / count,
    observed: count === 0 ? null : right / count,
    interval: wilsonInterval(right, count),
  }));
}

/**
 * Expected calibration error (ibid., equation 3): how far stated and observed are apart, over the bins by how much is
 * in them. 0 is perfect; 0.1 means that 70 % was mostly 60 or 80 %. Null where nothing was said.
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return null;
  return bins.reduce((sum, bin) => sum + (bin.count / all) * gapOf(bin), 0);
}

/** The bin that is farthest off (ibid., equation 5). Null where nothing was said. */
export function maximumCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const gaps = bins.filter(({ count }) => count > 0).map(gapOf);
  return gaps.length === 0 ? null : Math.max(...gaps);
}

const gapOf = ({ stated, observed }: ReliabilityBin): number => Math.abs((stated ?? 0) - (observed ?? 0));

/**
 * Mean squared distance of probability and outcome (G. W. Brier, 1950): 0 is perfect, 0.25 what `always 50 %` has.
 * Null where nothing was said.
 */
export function brierScore(said: readonly Stated[]): number | null {
  if (said.length === 0) return null;
  const sum = said.reduce((total, { probability, right }) => total + (probability - (right ? 1 : 0)) ** 2, 0);
  return sum / said.length;
}
