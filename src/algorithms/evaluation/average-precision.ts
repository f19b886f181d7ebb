/** One thing that was ranked, and whether it is what was looked for. */
export interface Ranked {
  readonly score: number;
  readonly right: boolean;
}

/**
 * Average precision: the area under precision over recall, as steps,
 * `AP = Σ (recall_k − recall_{k−1}) · precision_k` over the scores that occur, highest first, without interpolation
 * (that of scikit-learn's `average_precision_score`). Equal scores are one step, so that their order does not matter.
 *
 * @param missed things that were looked for and are not among the ranked: they lower recall, and come after all others
 * @returns 0 to 1; null where nothing was to be found, which has no average precision
 * @throws RangeError for a score that is no number
 */
export function averagePrecision(ranked: readonly Ranked[], missed = 0): number | null {
  const bestFirst = ranked.toSorted((a, b) => b.score - a.score);
  if (bestFirst.some(({ score }) => Number.isNaN(score))) throw new RangeError('a score is not a number');
  const wanted = missed + bestFirst.filter(({ right }) => right).length;
  if (wanted === 0) return null;
  let sum = 0;
  let found = 0;
  for (let i = 0; i < bestFirst.length; ) {
    const { score } = bestFirst[i]!;
    const before = found;
    for (; i < bestFirst.length && bestFirst[i]!.score === score; i++) if (bestFirst[i]!.right) found++;
    sum += ((found - before) / wanted) * (found / i);
  }
  return sum;
}

/** The mean of what is known; null where nothing is. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
