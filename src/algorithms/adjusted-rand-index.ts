/**
 * How far two partitions of the same items agree, corrected for chance: 1 for equal partitions (up to the
 * names of their parts), about 0 for independent ones, below 0 for less agreement than chance.
 *
 * L. Hubert, P. Arabie: Comparing partitions. Journal of Classification 2 (1985), 193–218.
 *
 * A label is only a name: -1 is a part like any other. Noise that should not count as one part needs a label
 * of its own for each item before the call.
 *
 * @param a label of each item, n values
 * @param b label of each item, n values
 * @throws RangeError where the lengths differ
 */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`Two partitions of one set have one length, not ${a.length} and ${b.length}.`);
  }
  const n = a.length;
  const pairsTogetherInA = pairsTogether(partSizes(a));
  const pairsTogetherInB = pairsTogether(partSizes(b));
  const pairsTogetherInBoth = pairsTogether(cellSizes(a, b));
  const pairs = (n * (n - 1)) / 2;

  const expected = pairs === 0 ? 0 : (pairsTogetherInA * pairsTogetherInB) / pairs;
  const maximum = (pairsTogetherInA + pairsTogetherInB) / 2;
  // 0/0: both are one part, or both are n parts, or there is no pair at all. Each time they are equal.
  if (maximum === expected) return 1;
  return (pairsTogetherInBoth - expected) / (maximum - expected);
}

function partSizes(labels: ArrayLike<number>): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
  }
  return sizes;
}

/** The contingency table: how many items have label x in a and y in b. Empty cells are left out. */
function cellSizes(a: ArrayLike<number>, b: ArrayLike<number>): Map<string, number> {
  const sizes = new Map<string, number>();
  for (let i = 0; i < a.length; i++) {
    const cell = `${a[i]} ${b[i]}`;
    sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
  }
  return sizes;
}

function pairsTogether(sizes: ReadonlyMap<unknown, number>): number {
  let pairs = 0;
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2;
  return pairs;
}
