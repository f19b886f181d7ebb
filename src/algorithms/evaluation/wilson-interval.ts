/** Both ends of what a share may be. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The standard normal's quantile of two-sided 95 %. */
const Z_95 = 1.959964;

/**
 * Wilson's score interval for a share (E. B. Wilson, 1927, "Probable inference, the law of succession, and statistical
 * inference"). Unlike the share ± its standard error it is right for few trials and for shares near 0 and 1.
 *
 * @param z quantile of the standard normal distribution; 95 % where it is left out
 * @returns 0 to 1; all of it where nothing was tried
 */
export function wilsonInterval(successes: number, trials: number, z = Z_95): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const z2 = z * z;
  const middle = share + z2 / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return {
    low: successes === 0 ? 0 : (middle - reach) / scale,
    high: successes === trials ? 1 : (middle + reach) / scale,
  };
}
