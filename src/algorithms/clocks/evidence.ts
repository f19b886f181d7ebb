/**
 * What speaks for how far a clock was off. Offsets are milliseconds to be added to the clock: true = clock + offset.
 */
export interface Evidence {
  readonly kind: 'path' | 'satellites' | 'companions' | 'order' | 'seam';
  readonly weight: number;
  /** 0 to 1: how well it fits that the clock was off by so much. Constant between two `steps`. */
  readonly fitAt: (offsetMillis: number) => number;
  /** Ascending: offsets at which `fitAt` changes. */
  readonly steps: readonly number[];
  /** The best guess where nothing is better: it chooses, and it does not make sure. */
  readonly isGuess?: true;
  /** `the folder “2008-07-05 Rio” says 2008-07-05`. */
  readonly says: string;
}

/** Evidence that fits between two offsets (both included) and nowhere else. */
export function between(
  kind: Evidence['kind'],
  weight: number,
  fromMillis: number,
  toMillis: number,
  says: string,
): Evidence {
  return {
    kind,
    weight,
    fitAt: (offset) => (offset >= fromMillis && offset <= toMillis ? 1 : 0),
    steps: [fromMillis, toMillis].filter(Number.isFinite),
    says,
  };
}

/** The same, said by several witnesses that are not independent. */
export const shared = (evidence: Evidence, count: number): Evidence =>
  count === 1 ? evidence : { ...evidence, weight: evidence.weight / count };

export const supportAt = (evidence: readonly Evidence[], offsetMillis: number): number =>
  evidence.reduce((sum, { weight, fitAt }) => sum + weight * fitAt(offsetMillis), 0);
