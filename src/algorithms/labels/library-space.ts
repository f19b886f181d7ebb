import { solveLower, solveLowerTransposed, timesTransposed } from './cholesky.ts';
import { dot, evenly, scaled, unit } from './dense-vectors.ts';
import type { LabelSpace } from './label-evidence.ts';
import { MAX_ROWS, type ShrunkCovariance, shrunkCovariance } from './shrunk-covariance.ts';

/** How the vectors of a library lie: where a picture's vector is usual, and in what directions they vary. */
export interface LibrarySpace {
  readonly dimensions: number;
  /** Vectors of the library as {@link whitened}, on average of squared length 1. */
  readonly sample: readonly Float64Array[];
  /** From the mean picture, of length 1: cosines of these are the same for models whose pictures are all near each other. */
  centred(picture: ArrayLike<number>): Float64Array;
  /** From the mean picture, in directions in which the library varies alike. */
  whitened(picture: ArrayLike<number>): Float64Array;
  /** Where pictures lie that are as their text, of length 1; zero where that says nothing. */
  towards(text: ArrayLike<number>): Float64Array;
  /** `w · whitened(v)` is `direction · v + offset`. */
  unwhitened(weights: Float64Array): { direction: Float64Array; offset: number };
}

/** See docs/tags.md for what others give. */
const PICTURE_RIDGE = 0.5;
const TEXT_RIDGE = 3;
/** Squared distance of a unit text from the mean text below which it is rounding. */
const LEAST_OWN = 1e-9;
/** Fewer texts have no mean that stands for texts as such. */
const LEAST_TEXTS = 8;

/**
 * Centring and whitening by the covariance of the library: directions in which photos vary much for whatever reason
 * count less. One whitening serves all labels (B. Hariharan, J. Malik, D. Ramanan: Discriminative decorrelation for
 * clustering and classification, 2012). Texts are taken from the mean text, for pictures and texts lie apart as a
 * whole (V. W. Liang et al.: Mind the Gap, 2022), and what they have in common with many other texts is taken out in
 * the same way. Statistics are kept as long as the arrays of `space` are, so that labels may come one by one.
 *
 * @param texts text vectors of the labels, which say how texts vary where there are no distractors
 */
export function librarySpace(space: LabelSpace, texts: readonly Float32Array[]): LibrarySpace {
  const dimensions = space.sample[0]?.length ?? texts[0]?.length ?? 0;
  const { pictures, scale, sample } = picturesOf(space.sample, dimensions);
  const { mean, lower } = pictures;
  const words = textsOf(space.distractors, texts, dimensions);
  return {
    dimensions,
    sample,
    centred: (picture) => unit(minus(picture, mean)),
    whitened: (picture) => scaled(solveLower(lower, minus(picture, mean)), scale),
    towards: (text) => {
      if (words === null) return unit(timesTransposed(lower, Float64Array.from(text)));
      const centred = minus(text, words.mean);
      if (dot(centred, centred) < LEAST_OWN) return new Float64Array(dimensions);
      return unit(
        timesTransposed(lower, solveLowerTransposed(words.lower, solveLower(words.lower, centred))),
      );
    },
    unwhitened: (weights) => {
      const direction = scaled(solveLowerTransposed(lower, weights), scale);
      return { direction, offset: -dot(direction, mean) };
    },
  };
}

interface Pictures {
  readonly pictures: ShrunkCovariance;
  readonly scale: number;
  readonly sample: readonly Float64Array[];
}

const knownPictures = new WeakMap<readonly Float32Array[], Pictures>();
const knownTexts = new WeakMap<readonly Float32Array[], ShrunkCovariance>();

function picturesOf(vectors: readonly Float32Array[], dimensions: number): Pictures {
  const known = knownPictures.get(vectors);
  if (known?.pictures.mean.length === dimensions) return known;
  const pictures = shrunkCovariance(vectors, dimensions, PICTURE_RIDGE);
  const raw = evenly(vectors, MAX_ROWS).map((row) => solveLower(pictures.lower, minus(row, pictures.mean)));
  const meanSquare = raw.reduce((sum, row) => sum + dot(row, row), 0) / Math.max(1, raw.length);
  const scale = meanSquare > 0 ? 1 / Math.sqrt(meanSquare) : 1;
  const made = { pictures, scale, sample: raw.map((row) => scaled(row, scale)) };
  knownPictures.set(vectors, made);
  return made;
}

function textsOf(
  distractors: readonly Float32Array[],
  texts: readonly Float32Array[],
  dimensions: number,
): ShrunkCovariance | null {
  const words = distractors.length >= LEAST_TEXTS ? distractors : [...texts, ...distractors];
  if (words.length < LEAST_TEXTS) return null;
  const made = knownTexts.get(words) ?? shrunkCovariance(words, dimensions, TEXT_RIDGE);
  knownTexts.set(words, made);
  return made;
}

const minus = (vector: ArrayLike<number>, centre: Float64Array): Float64Array =>
  centre.map((value, k) => vector[k]! - value);
