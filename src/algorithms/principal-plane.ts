/** Rounds of power iteration; the plane only has to be about right, as a place to start from. */
const ROUNDS = 30;

/**
 * The vectors in the plane of their two largest principal components, found by power iteration with deflation
 * (H. Hotelling, 1933), from a fixed start: the same vectors always give the same points.
 *
 * @param vectors of equal length; none, one and all equal are points at 0
 * @returns x and y of each, scaled so that the farthest coordinate is 1
 */
export function principalPlane(vectors: readonly Float32Array[]): [number, number][] {
  const mean = meanOf(vectors);
  const first = principalAxis(vectors, mean, null);
  const second = principalAxis(vectors, mean, first);
  const points = vectors.map((vector): [number, number] => [
    along(vector, mean, first),
    along(vector, mean, second),
  ]);
  const farthest = points.reduce((most, [x, y]) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  return points.map(([x, y]) => (farthest > 1e-6 ? [x / farthest, y / farthest] : [0, 0]));
}

function meanOf(vectors: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let k = 0; k < mean.length; k++) mean[k]! += vector[k]! / vectors.length;
  }
  return mean;
}

/** The direction of the largest variance, at right angles to `other`. */
function principalAxis(
  vectors: readonly Float32Array[],
  mean: Float64Array,
  other: Float64Array | null,
): Float64Array {
  // Any start that is at right angles to no axis will do.
  let axis = Float64Array.from(mean, (_, k) => 1 + (k % 7) / 7);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(mean.length);
    for (const vector of vectors) {
      const share = along(vector, mean, axis);
      for (let k = 0; k < next.length; k++) next[k]! += share * (vector[k]! - mean[k]!);
    }
    if (other !== null) {
      const common = next.reduce((sum, value, k) => sum + value * other[k]!, 0);
      for (let k = 0; k < next.length; k++) next[k]! -= common * other[k]!;
    }
    const length = Math.hypot(...next);
    if (length < 1e-12) return new Float64Array(mean.length);
    axis = next.map((value) => value / length);
  }
  return axis;
}

function along(vector: Float32Array, mean: Float64Array, axis: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < axis.length; k++) sum += (vector[k]! - mean[k]!) * axis[k]!;
  return sum;
}
