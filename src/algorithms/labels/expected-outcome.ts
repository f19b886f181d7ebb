/** What a label does to a library, as far as its probabilities can say before anybody looks. */
export interface ExpectedOutcome {
  /** Photos on which it is proposed. */
  readonly proposed: number;
  /** Share of these that is expected to be right; null where nothing is proposed. */
  readonly precision: number | null;
  /** Photos of the library on which it is expected to be right, proposed or not. */
  readonly right: number;
  /** Share of those that is proposed; null where none is expected. */
  readonly recall: number | null;
}

/** Sums of probabilities: right as far as these are calibrated. */
export function expectedOutcome(probabilities: Iterable<number>, threshold: number): ExpectedOutcome {
  let [proposed, found, right] = [0, 0, 0];
  for (const probability of probabilities) {
    right += probability;
    if (probability < threshold) continue;
    proposed++;
    found += probability;
  }
  return {
    proposed,
    precision: proposed === 0 ? null : found / proposed,
    right,
    recall: right === 0 ? null : found / right,
  };
}
