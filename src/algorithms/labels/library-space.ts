import { cholesky, solveLower, solveLowerTransposed } from './cholesky.ts';
import { dot, meanOf, scaled } from './dense-vectors.ts';
import type { LabelSpace } from './label-evidence.ts';

/** How the vectors of a library lie: where a picture's vector is usual, and in what directions they vary. */
export interface LibrarySpace {
  readonly dimensions: number;
  /** Vectors of the library as {@link whitened}, on average of squared length 1. */
  readonly sample: readonly Float64Array[];
  /** Text vectors of words that are no labels, as {@link whitenedText}. */
  readonly distractors: readonly Float64Array[];
  /** From the mean picture, in directions in which the library varies alike. */
  whitened(picture: Float32Array): Float64Array;
  /** From the mean text: pictures and texts lie apart as a whole (V. W. Liang et al.: Mind the Gap, 2022). */
  whitenedText(text: Float32Array): Float64Array;
  /** `w · whitened(v)` is `direction · v + offset`. */
  unwhitened(weights: Float64Array): { direction: Float64Array; offset: number };
}

/** Rows that the covariance is taken of: its cost grows with them, and it is shrunk anyway. */
const MAX_ROWS = 1500;

/**
 * Centring and whitening by the covariance of the library, shrunk towards a sphere: C = S + (tr S² / tr S) I. The
 * added variance is the mean eigenvalue where each counts as much as it weighs, so directions that matter in the
 * library are evened out, and those of noise are not blown up. One whitening of the whole library serves all labels
 * (B. Hariharan, J. Malik, D. Ramanan: Discriminative decorrelation for clustering and classification, 2012).
 *
 * @param texts text vectors of the labels: their mean and that of the distractors is the mean text
 */
export function librarySpace(space: LabelSpace, texts: readonly Float32Array[]): LibrarySpace {
  const rows = evenly(space.sample, MAX_ROWS);
  const dimensions = rows[0]?.length ?? texts[0]?.length ?? 0;
  const mean = meanOf(rows, dimensions);
  const textMean = meanOf([...texts, ...space.distractors], dimensions);
  const covariance = covarianceOf(rows, mean);
  const { trace, ofSquare } = traces(covariance, dimensions);
  const ridge = trace > 0 ? ofSquare / trace : 1;
  for (let i = 0; i < dimensions; i++) covariance[i * dimensions + i]! += ridge;
  const lower = cholesky(covariance, dimensions);

  const raw = rows.map((row) => solveLower(lower, minus(row, mean)));
  const meanSquare = raw.reduce((sum, row) => sum + dot(row, row), 0) / Math.max(1, raw.length);
  const scale = meanSquare > 0 ? 1 / Math.sqrt(meanSquare) : 1;
  const from = (centre: Float64Array) => (vector: Float32Array) =>
    scaled(solveLower(lower, minus(vector, centre)), scale);
  const whitenedText = from(textMean);
  return {
    dimensions,
    sample: raw.map((row) => scaled(row, scale)),
    distractors: space.distractors.map(whitenedText),
    whitened: from(mean),
    whitenedText,
    unwhitened: (weights) => {
      const direction = scaled(solveLowerTransposed(lower, weights), scale);
      return { direction, offset: -dot(direction, mean) };
    },
  };
}

/** At most `count` of the items, in their order. */
function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

function minus(vector: Float32Array, centre: Float64Array): Float64Array {
  return centre.map((value, k) => vector[k]! - value);
}

function covarianceOf(rows: readonly Float32Array[], mean: Float64Array): Float64Array {
  const size = mean.length;
  const covariance = new Float64Array(size * size);
  for (const row of rows) {
    const centred = minus(row, mean);
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
