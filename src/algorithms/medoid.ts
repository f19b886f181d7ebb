export interface Medoid {
  /** The member, as it was given: an index into the vectors. */
  readonly medoid: number;
  /** Cosine distance of each member to the medoid, in the order of the members; 0 for the medoid itself. */
  readonly distances: Float64Array;
}

/**
 * Sums that differ by less are equal: far below what float32 vectors can tell apart, far above what the order
 * of summing changes. Without it, which of two members is the medoid would be a matter of rounding.
 */
const EQUAL_SUMS = 1e-9;

/**
 * The medoid: the member with the smallest sum of cosine distances to the others (L. Kaufman, P. J.
 * Rousseeuw, 1987). Of equal sums the lowest index.
 *
 * For unit vectors Σ (1 − x·y) over the others is (m − 1) − x·(Σ y − x): O(m·d) instead of O(m²·d).
 *
 * @param vectors unit vectors of `dimensions` values, row-major
 * @param members one or more different row indices, in any order
 * @throws RangeError without members
 */
export function medoidOf(vectors: Float32Array, dimensions: number, members: ArrayLike<number>): Medoid {
  if (members.length === 0) throw new RangeError('A group without members has no medoid.');

  const sum = new Float64Array(dimensions);
  for (let m = 0; m < members.length; m++) {
    const row = members[m]! * dimensions;
    for (let k = 0; k < dimensions; k++) sum[k]! += vectors[row + k]!;
  }

  const sums = new Float64Array(members.length);
  for (let m = 0; m < members.length; m++) {
    const row = members[m]! * dimensions;
    let towards = 0;
    for (let k = 0; k < dimensions; k++) {
      const value = vectors[row + k]!;
      towards += value * (sum[k]! - value);
    }
    sums[m] = members.length - 1 - towards;
  }

  const smallest = sums.reduce((least, s) => Math.min(least, s), Number.POSITIVE_INFINITY);
  let medoid = Number.POSITIVE_INFINITY;
  for (let m = 0; m < members.length; m++) {
    if (sums[m]! <= smallest + EQUAL_SUMS) medoid = Math.min(medoid, members[m]!);
  }
  return { medoid, distances: distancesTo(vectors, dimensions, medoid, members) };
}

function distancesTo(
  vectors: Float32Array,
  dimensions: number,
  target: number,
  members: ArrayLike<number>,
): Float64Array {
  const distances = new Float64Array(members.length);
  for (let m = 0; m < members.length; m++) {
    if (members[m] === target) continue;
    let dot = 0;
    for (let k = 0; k < dimensions; k++) {
      dot += vectors[target * dimensions + k]! * vectors[members[m]! * dimensions + k]!;
    }
    // Equal float32 vectors may come out some 1e-8 below 0.
    distances[m] = Math.max(1 - dot, 0);
  }
  return distances;
}
