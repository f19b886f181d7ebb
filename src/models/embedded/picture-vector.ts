import constants from './picture-vector-constants.json' with { type: 'json' };
import { FEATURE_CELLS, FEATURE_CHANNELS, OBJECT_CLASSES, type TrunkPass } from './trunk.ts';
import { type PicturePlacement, TRUNK_SIDE_PX } from './trunk-picture.ts';

/**
 * How the 256 photos of the constants spread: mean and spread of each number before standardising. Statistics
 * only, nothing of a photo is in them, and none of the photos that the benchmarks score on is among the 256.
 * Fixed, so that a vector never depends on the library around it. `bench/embedding-constants.ts` made them.
 */
export interface VectorConstants {
  readonly photos: number;
  readonly features: Standard;
  readonly scores: Standard;
}

interface Standard {
  readonly mean: readonly number[];
  readonly spread: readonly number[];
}

export const CONSTANTS: VectorConstants = constants;

/** Share of the objects in the likeness of two pictures, against 1 for the features. 0.2 to 0.5 do equally well. */
const SCORES_WEIGHT = 0.3;
/** Beyond so many spreads more says nothing new: keeps one odd channel from being the whole vector. */
const CLIP = 5;
/** Power of the generalised mean (F. Radenović et al.: Fine-tuning CNN Image Retrieval, 2018): 1 mean, ∞ maximum. */
const POOLING_POWER = 3;
/** Hard-swish is never below it. */
const LOWEST_ACTIVATION = -0.375;
/**
 * Share of every squared length that all vectors have in common, as one constant last number. It multiplies all
 * distances by 1 − share and changes no order. Without it pictures that have nothing to do with each other are
 * 1.0 apart; with it 0.5, as in CLIP (0.43 on 125 photos), for which the default threshold 0.14 is made.
 */
const COMMON_SHARE = 0.5;

export const VECTOR_DIMENSIONS = FEATURE_CHANNELS + OBJECT_CLASSES + 1;

/** What the constants are taken of. */
export interface PictureNumbers {
  /** Generalised mean of each of the 720 channels over the cells of the picture. */
  readonly features: Float32Array;
  /** Square root of the best score of each of the 80 classes. */
  readonly scores: Float32Array;
}

/**
 * @returns 801 numbers of unit length.
 * @throws Error where the network gave something that is no number: a broken tool, not a bad photo.
 */
export function pictureVector(pass: TrunkPass, placement: PicturePlacement): Float32Array {
  const { features, scores } = pictureNumbers(pass, placement);
  const vector = new Float32Array(VECTOR_DIMENSIONS);
  vector.set(unit(standardise(features, CONSTANTS.features)));
  vector.set(scaled(unit(standardise(scores, CONSTANTS.scores)), Math.sqrt(SCORES_WEIGHT)), FEATURE_CHANNELS);
  const own = scaled(unit(vector), Math.sqrt(1 - COMMON_SHARE));
  own[VECTOR_DIMENSIONS - 1] = Math.sqrt(COMMON_SHARE);
  if (!own.every(Number.isFinite)) throw new Error('the network gave values that are no numbers');
  return unit(own);
}

export function pictureNumbers(pass: TrunkPass, placement: PicturePlacement): PictureNumbers {
  return { features: generalisedMeans(pass.features, placement), scores: pass.bestScores.map(Math.sqrt) };
}

/** Pools over the cells in the measure in which the picture, and not a grey bar, fills them. */
function generalisedMeans(features: Float32Array, placement: PicturePlacement): Float32Array {
  const columns = filled(placement.left, placement.width);
  const rows = filled(placement.top, placement.height);
  const sums = new Float64Array(FEATURE_CHANNELS);
  let total = 0;
  for (let cell = 0; cell < FEATURE_CELLS * FEATURE_CELLS; cell++) {
    const weight = rows[Math.floor(cell / FEATURE_CELLS)]! * columns[cell % FEATURE_CELLS]!;
    if (weight === 0) continue;
    total += weight;
    const from = cell * FEATURE_CHANNELS;
    for (let c = 0; c < FEATURE_CHANNELS; c++) {
      const activation = Math.max(0, features[from + c]! - LOWEST_ACTIVATION);
      sums[c]! += weight * activation ** POOLING_POWER;
    }
  }
  return Float32Array.from(sums, (sum) => (sum / total) ** (1 / POOLING_POWER));
}

/** Share of each column (or row) of cells that lies within the picture. */
function filled(start: number, length: number): number[] {
  const cellPx = TRUNK_SIDE_PX / FEATURE_CELLS;
  return Array.from({ length: FEATURE_CELLS }, (_, cell) => {
    const low = Math.max(start, cell * cellPx);
    const high = Math.min(start + length, (cell + 1) * cellPx);
    return Math.max(0, high - low) / cellPx;
  });
}

function standardise(values: Float32Array, { mean, spread }: Standard): Float32Array {
  return values.map((value, i) => Math.min(CLIP, Math.max(-CLIP, (value - mean[i]!) / spread[i]!)));
}

function unit(values: Float32Array): Float32Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  return squares === 0 ? values : scaled(values, 1 / Math.sqrt(squares));
}

const scaled = (values: Float32Array, factor: number): Float32Array => values.map((value) => value * factor);
