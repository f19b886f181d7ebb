/**
 * The lower triangle L of a symmetric positive definite matrix C = L Lᵀ.
 *
 * @param matrix `size` rows of `size` numbers; only its lower triangle is read
 * @throws RangeError where it is not positive definite
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0, a = i * size, b = j * size; k < j; k++) sum -= lower[a + k]! * lower[b + k]!;
      if (i !== j) lower[i * size + j] = sum / lower[j * size + j]!;
      else if (sum > 0) lower[i * size + i] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  return lower;
}

/** x of L x = b. */
export function solveLower(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0, row = i * size; k < i; k++) sum -= lower[row + k]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  return x;
}

/** x of Lᵀ x = b. */
export function solveLowerTransposed(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = Float64Array.from(b);
  for (let i = size - 1; i >= 0; i--) {
    const row = i * size;
    x[i] = x[i]! / lower[row + i]!;
    for (let k = 0; k < i; k++) x[k] = x[k]! - lower[row + k]! * x[i]!;
  }
  return x;
}

/** Lᵀ x. */
export function timesTransposed(lower: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let k = 0, row = i * size; k <= i; k++) result[k]! += lower[row + k]! * x[i]!;
  }
  return result;
}
