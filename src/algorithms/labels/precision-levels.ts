import { fromLogOdds } from '../log-odds.ts';

/** How many photos a label would be given, for a precision. */
export interface PrecisionLevel {
  /** The share that is expected to be right, at least. */
  readonly precision: number;
  readonly photos: number;
  /** How many of them are expected to be right. */
  readonly right: number;
  /** The least probability among them; null where there are none. */
  readonly from: number | null;
}

/**
 * The most photos whose mean probability is still that precision: likeliest first, as long as the mean holds. With
 * probabilities that are right, the mean is the share that is right.
 * @param logOdds of all photos, in any order
 * @param precisions descending
 */
export function precisionLevels(logOdds: Float32Array, precisions: readonly number[]): PrecisionLevel[] {
  const sorted = logOdds.slice().sort();
  const levels: PrecisionLevel[] = [];
  let photos = 0;
  let right = 0;
  for (const precision of precisions) {
    while (photos < sorted.length) {
      const next = fromLogOdds(sorted[sorted.length - 1 - photos]!);
      if (right + next < precision * (photos + 1)) break;
      right += next;
      photos++;
    }
    const from = photos === 0 ? null : fromLogOdds(sorted[sorted.length - photos]!);
    levels.push({ precision, photos, right, from });
  }
  return levels;
}
