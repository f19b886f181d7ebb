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
  const { mean, lower, scale, sample, solved } = whiteningOf(space.sample, texts);
  const dimensions = mean.length;
  const textMean = solveLower(lower, meanOf([...texts, ...space.distractors], dimensions));
  const whitenedText = (text: Float32Array) =>
    scaled(
      solved(text).map((value, k) => value - textMean[k]!),
      scale,
    );
  return {
    dimensions,
    sample,
    distractors: space.distractors.map(whitenedText),
    whitened: (picture) => scaled(solveLower(lower, minus(picture, mean)), scale),
    whitenedText,
    unwhitened: (weights) => {
      const direction = scaled(solveLowerTransposed(lower, weights), scale);
      return { direction, offset: -dot(direction, mean) };
    },
  };
}

/** What depends on the pictures alone, and takes the time. */
interface Whitening {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly scale: number;
  readonly sample: readonly Float64Array[];
  /** L⁻¹ of a text vector, each made once. */
  solved(text: Float32Array): Float64Array;
}

/** One a sample: words of captions come by ones and twos, and all want the same. */
const whitenings = new WeakMap<readonly Float32Array[], Whitening>();

function whiteningOf(pictures: readonly Float32Array[], texts: readonly Float32Array[]): Whitening {
  const known = whitenings.get(pictures);
  if (known !== undefined) return known;
  const rows = evenly(pictures, MAX_ROWS);
  const dimensions = rows[0]?.length ?? texts[0]?.length ?? 0;
  const mean = meanOf(rows, dimensions);
  const covariance = covarianceOf(rows, mean);
  const { trace, ofSquare } = traces(covariance, dimensions);
  const ridge = trace > 0 ? ofSquare / trace : 1;
  for (let i = 0; i < dimensions; i++) covariance[i * dimensions + i]! += ridge;
  const lower = cholesky(covariance, dimensions);
  const raw = rows.map((row) => solveLower(lower, minus(row, mean)));
  const meanSquare = raw.reduce((sum, row) => sum + dot(row, row), 0) / Math.max(1, raw.length);
  const scale = meanSquare > 0 ? 1 / Math.sqrt(meanSquare) : 1;
  const solutions = new WeakMap<Float32Array, Float64Array>();
  const whitening: Whitening = {
    mean,
    lower,
    scale,
    sample: raw.map((row) => scaled(row, scale)),
    solved(text) {
      const solution = solutions.get(text) ?? solveLower(lower, Float64Array.from(text));
      solutions.set(text, solution);
      return solution;
    },
  };
  // Without pictures the texts alone say how many dimensions there are, and those are others next time.
  if (rows.length > 0) whitenings.set(pictures, whitening);
  return whitening;
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
