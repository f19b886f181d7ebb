import { cholesky } from './cholesky.ts';
import { evenly, meanOf } from './dense-vectors.ts';

/** How vectors of one kind lie: their mean, and the factor L of their covariance, L Lᵀ. */
export interface ShrunkCovariance {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
}

/** Rows that are looked at: the cost grows with them, and the covariance is shrunk anyway. */
export const MAX_ROWS = 1500;

/**
 * Covariance of vectors, shrunk towards a sphere: S + ridge · (tr S² / tr S) · I. What is added for a ridge of 1 is the
 * mean eigenvalue where each counts as much as it weighs, so that directions in which much happens hardly change, and
 * those of noise are not blown up by the inverse (O. Ledoit, M. Wolf: A well-conditioned estimator for large-dimensional
 * covariance matrices, 2004, add a multiple of I likewise).
 */
export function shrunkCovariance(
  vectors: readonly Float32Array[],
  dimensions: number,
  ridge: number,
): ShrunkCovariance {
  const rows = evenly(vectors, MAX_ROWS);
  const mean = meanOf(rows, dimensions);
  const matrix = covarianceOf(rows, mean);
  const { trace, ofSquare } = traces(matrix, dimensions);
  const added = trace > 0 ? (ridge * ofSquare) / trace : 1;
  for (let i = 0; i < dimensions; i++) matrix[i * dimensions + i]! += added;
  return { mean, lower: cholesky(matrix, dimensions) };
}

/** The lower triangle. */
function covarianceOf(rows: readonly Float32Array[], mean: Float64Array): Float64Array {
  const size = mean.length;
  const covariance = new Float64Array(size * size);
  for (const row of rows) {
    const centred = mean.map((value, k) => row[k]! - value);
    for (let i = 0; i < size; i++) {
      const factor = centred[i]! / rows.length;
      for (let j = 0, at = i * size; j <= i; j++) covariance[at + j]! += factor * centred[j]!;
    }
  }
  return covariance;
}

/** Of a matrix of which the lower triangle is filled. */
function traces(matrix: Float64Array, size: number): { trace: number; ofSquare: number } {
  let [trace, ofSquare] = [0, 0];
  for (let i = 0; i < size; i++) {
    trace += matrix[i * size + i]!;
    for (let j = 0; j < i; j++) ofSquare += 2 * matrix[i * size + j]! ** 2;
    ofSquare += matrix[i * size + i]! ** 2;
  }
  return { trace, ofSquare };
}
