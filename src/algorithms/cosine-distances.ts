import { dotTile } from './row-products.ts';

/**
 * Distances between all pairs of some points, asked for row by row. Here they are cosine distances between the
 * rows of a matrix of unit vectors: 1 − x·y, summed in float64 in the order of the dimensions.
 */
export interface CosineDistances {
  /** Number of points. */
  readonly count: number;
  /**
   * Writes the distance from point `from` to point `to[k]` into `out[k]`, for k below `size`.
   * d(i, j) and d(j, i) are the same number to the last bit.
   */
  fill(from: number, to: Int32Array, size: number, out: Float64Array): void;
}

/**
 * All distances at once: n² / 2 numbers are kept, so for small n (6,000 vectors: 144 MB).
 *
 * @param vectors n×dimensions unit vectors, row-major
 * @throws RangeError where the length is no multiple of dimensions, or a value is not finite
 */
export function cosineDistances(vectors: Float32Array, dimensions: number): CosineDistances {
  const count = rowCount(vectors, dimensions);
  largestSquaredNorm(vectors, dimensions);
  const triangle = distanceTriangle(vectors, dimensions, count);
  return {
    count,
    fill(from, to, size, out) {
      const start = rowStart(from, count);
      for (let k = 0; k < size; k++) {
        const other = to[k]!;
        if (other > from) out[k] = triangle[start + other]!;
        else if (other < from) out[k] = triangle[rowStart(other, count) + from]!;
        else out[k] = 0;
      }
    },
  };
}

/**
 * The distances of some pairs: the same numbers as `cosineDistances` gives, to the last bit.
 *
 * @param from e row indices; the k-th pair is from[k], to[k]
 */
export function pairDistances(
  vectors: Float32Array,
  dimensions: number,
  from: Int32Array,
  to: Int32Array,
): Float64Array {
  const distances = new Float64Array(from.length);
  const last = from.length - 1;
  // Four pairs at a time: four sums don't wait for each other.
  for (let k = 0; k <= last; k += 4) {
    const k1 = Math.min(k + 1, last);
    const k2 = Math.min(k + 2, last);
    const k3 = Math.min(k + 3, last);
    const a0 = from[k]! * dimensions;
    const a1 = from[k1]! * dimensions;
    const a2 = from[k2]! * dimensions;
    const a3 = from[k3]! * dimensions;
    const b0 = to[k]! * dimensions;
    const b1 = to[k1]! * dimensions;
    const b2 = to[k2]! * dimensions;
    const b3 = to[k3]! * dimensions;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let i = 0; i < dimensions; i++) {
      sum0 += vectors[a0 + i]! * vectors[b0 + i]!;
      sum1 += vectors[a1 + i]! * vectors[b1 + i]!;
      sum2 += vectors[a2 + i]! * vectors[b2 + i]!;
      sum3 += vectors[a3 + i]! * vectors[b3 + i]!;
    }
    distances[k] = 1 - sum0;
    distances[k1] = 1 - sum1;
    distances[k2] = 1 - sum2;
    distances[k3] = 1 - sum3;
  }
  return distances;
}

/**
 * Number of rows of a row-major matrix.
 * @throws RangeError where the length is no multiple of dimensions
 */
export function rowCount(vectors: Float32Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || vectors.length % dimensions !== 0) {
    throw new RangeError(`${vectors.length} values are not rows of ${dimensions}.`);
  }
  return vectors.length / dimensions;
}

/** Some rows of a matrix, in that order. */
export function rowsOf(vectors: Float32Array, dimensions: number, points: Int32Array): Float32Array {
  const rows = new Float32Array(points.length * dimensions);
  for (let k = 0; k < points.length; k++) {
    const start = points[k]! * dimensions;
    rows.set(vectors.subarray(start, start + dimensions), k * dimensions);
  }
  return rows;
}

/**
 * The largest square of a row's length: 1 for unit vectors, up to rounding.
 * @throws RangeError where a value is not finite: a NaN compares false with everything, and would make a tree that
 *   looks right and is not
 */
export function largestSquaredNorm(vectors: Float32Array, dimensions: number): number {
  let largest = 0;
  for (let row = 0; row < vectors.length; row += dimensions) {
    const end = row + dimensions;
    let sum = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    let i = row;
    for (; i + 4 <= end; i += 4) {
      sum += vectors[i]! * vectors[i]!;
      sum1 += vectors[i + 1]! * vectors[i + 1]!;
      sum2 += vectors[i + 2]! * vectors[i + 2]!;
      sum3 += vectors[i + 3]! * vectors[i + 3]!;
    }
    for (; i < end; i++) sum += vectors[i]! * vectors[i]!;
    sum += sum1 + sum2 + sum3;
    // No sum of squares of finite float32 values is too large for a float64.
    if (!Number.isFinite(sum)) {
      throw new RangeError(`Vector ${row / dimensions} has a value that is not a finite number.`);
    }
    if (sum > largest) largest = sum;
  }
  return largest;
}

/** The place of (i, j), i < j, in the upper triangle, row after row: (0,1) (0,2) … (1,2) … */
const rowStart = (i: number, count: number): number => i * count - (i * (i + 1)) / 2 - i - 1;

/** Each sum runs over the dimensions in order, as in pairDistances, so that both give the same numbers. */
function distanceTriangle(vectors: Float32Array, dimensions: number, count: number): Float64Array {
  // Widened once: the conversion of each operand costs more than the product.
  const rows = Float64Array.from(vectors);
  const triangle = new Float64Array((count * (count - 1)) / 2);
  const tile = new Float64Array(16);
  const lastRow = count - 1;
  for (let i = 0; i < count; i += 4) {
    for (let j = i; j < count; j += 4) {
      dotTile({ rows, columns: rows, dimensions, i, j, lastRow, lastColumn: lastRow }, tile);
      for (let a = i; a < Math.min(i + 4, count); a++) {
        const start = rowStart(a, count);
        for (let b = Math.max(j, a + 1); b < Math.min(j + 4, count); b++) {
          triangle[start + b] = 1 - tile[(a - i) * 4 + (b - j)]!;
        }
      }
    }
  }
  return triangle;
}
