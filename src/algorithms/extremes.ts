/** Least and most of values; Infinity and −Infinity where there are none. Math.min takes an argument a value, and too many overflow. */
export function extremesOf(values: Iterable<number>): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}
