/**
 * Cosine distances between the rows of a matrix of unit vectors: 1 − x·y, summed in float64.
 *
 * Clustering asks for one row at a time, so that nobody needs the whole n×n matrix. Up to `STORED_MAX_COUNT`
 * vectors the distances are computed once and the triangle is kept (every step asks for each distance again);
 * above it each answer is computed when asked, in memory that grows with n alone.
 */
export interface CosineDistances {
  /** Number of vectors. */
  readonly count: number;
  /**
   * Writes the distance from vector `from` to vector `to[k]` into `out[k]`, for k below `size`.
   * d(i, j) and d(j, i) are the same number to the last bit.
   */
  fill(from: number, to: Int32Array, size: number, out: Float64Array): void;
}

/** 6,000 vectors have 18 million pairs, 144 MB of float64. A window is seldom over 1,000 photos. */
export const STORED_MAX_COUNT = 6000;

/**
 * @param vectors n×dimensions unit vectors, row-major
 * @throws RangeError where the length is no multiple of dimensions, or a value is not finite
 */
export function cosineDistances(
  vectors: Float32Array,
  dimensions: number,
  storedMaxCount = STORED_MAX_COUNT,
): CosineDistances {
  const count = rowCount(vectors, dimensions);
  // Widened once: the conversion of each operand costs more than the product.
  const rows = Float64Array.from(vectors);
  if (count <= storedMaxCount) return stored(distanceTriangle(rows, dimensions, count), count);
  return {
    count,
    fill: (from, to, size, out) => fillComputed(rows, dimensions, from, to, size, out),
  };
}

/** Number of rows of a row-major matrix, after a check that every value is a number. */
export function rowCount(vectors: Float32Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || vectors.length % dimensions !== 0) {
    throw new RangeError(`${vectors.length} values are not rows of ${dimensions}.`);
  }
  for (let i = 0; i < vectors.length; i++) {
    // A NaN compares false with everything, and would make a tree that looks right and is not.
    if (!Number.isFinite(vectors[i])) {
      throw new RangeError(`Vector ${Math.floor(i / dimensions)} has a value that is not a finite number.`);
    }
  }
  return vectors.length / dimensions;
}

/** Four dot products at a time: one load of x serves four rows, and four sums don't wait for each other. */
function fillComputed(
  rows: Float64Array,
  dimensions: number,
  from: number,
  to: Int32Array,
  size: number,
  out: Float64Array,
): void {
  const x = from * dimensions;
  let k = 0;
  for (; k + 4 <= size; k += 4) {
    const a = to[k]! * dimensions;
    const b = to[k + 1]! * dimensions;
    const c = to[k + 2]! * dimensions;
    const d = to[k + 3]! * dimensions;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let i = 0; i < dimensions; i++) {
      const value = rows[x + i]!;
      sumA += value * rows[a + i]!;
      sumB += value * rows[b + i]!;
      sumC += value * rows[c + i]!;
      sumD += value * rows[d + i]!;
    }
    out[k] = 1 - sumA;
    out[k + 1] = 1 - sumB;
    out[k + 2] = 1 - sumC;
    out[k + 3] = 1 - sumD;
  }
  for (; k < size; k++) {
    const a = to[k]! * dimensions;
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += rows[x + i]! * rows[a + i]!;
    out[k] = 1 - sum;
  }
}

/** The place of (i, j), i < j, in the upper triangle, row after row: (0,1) (0,2) … (1,2) … */
const rowStart = (i: number, count: number): number => i * count - (i * (i + 1)) / 2 - i - 1;

function stored(triangle: Float64Array, count: number): CosineDistances {
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
 * All pairs, in tiles of 4×4: eight loads serve sixteen products. Each sum runs over the dimensions in order,
 * as in fillComputed, so that both give the same numbers to the last bit.
 */
function distanceTriangle(rows: Float64Array, dimensions: number, count: number): Float64Array {
  const triangle = new Float64Array((count * (count - 1)) / 2);
  const tile = new Float64Array(16);
  for (let i = 0; i < count; i += 4) {
    for (let j = i; j < count; j += 4) {
      dotTile(rows, dimensions, i, j, count - 1, tile);
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

/** Dot products of rows i … i+3 with rows j … j+3 into `tile`; rows past `last` are read as `last`. */
function dotTile(
  rows: Float64Array,
  dimensions: number,
  i: number,
  j: number,
  last: number,
  tile: Float64Array,
): void {
  const i0 = i * dimensions;
  const i1 = Math.min(i + 1, last) * dimensions;
  const i2 = Math.min(i + 2, last) * dimensions;
  const i3 = Math.min(i + 3, last) * dimensions;
  const j0 = j * dimensions;
  const j1 = Math.min(j + 1, last) * dimensions;
  const j2 = Math.min(j + 2, last) * dimensions;
  const j3 = Math.min(j + 3, last) * dimensions;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let k = 0; k < dimensions; k++) {
    const a0 = rows[i0 + k]!;
    const a1 = rows[i1 + k]!;
    const a2 = rows[i2 + k]!;
    const a3 = rows[i3 + k]!;
    const b0 = rows[j0 + k]!;
    const b1 = rows[j1 + k]!;
    const b2 = rows[j2 + k]!;
    const b3 = rows[j3 + k]!;
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile.set([s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33]);
}
