import { seededRandom } from '../seeded-random.ts';

export interface MadeLibrary {
  readonly photos: Float32Array[];
  /** Of each photo: whether it has the label. */
  readonly isRight: boolean[];
  /** Where the pictures of the label are, from afar: as a model's text vector is, near no picture. */
  readonly text: Float32Array;
  readonly words: Float32Array[];
}

const DIMENSIONS = 48;

/**
 * Vectors as a model gives them, with known truth: pictures around one mean, with directions of very unequal
 * variance, texts around another mean; photos with the label lie `separation` off in one direction.
 */
export function madeLibrary(options: {
  seed: number;
  photos: number;
  share: number;
  separation?: number;
}): MadeLibrary {
  const { seed, photos: count, share, separation = 4 } = options;
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const vector = (spread: (k: number) => number) =>
    Float64Array.from({ length: DIMENSIONS }, (_, k) => spread(k) * normal());
  const variances = (k: number) => 1 / Math.sqrt(1 + k);
  const [pictureMean, textMean] = [vector(() => 1.5), vector(() => 1.5)];
  const towards = vector(variances);
  const length = Math.hypot(...towards.map((value, k) => value / variances(k)));
  const label = towards.map((value) => (value / length) * separation);
  const isRight = Array.from({ length: count }, () => random() < share);
  const unit = (values: Float64Array) => {
    const norm = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / norm);
  };
  return {
    photos: isRight.map((right) => {
      const own = vector(variances);
      return unit(own.map((value, k) => value + pictureMean[k]! + (right ? label[k]! : 0)));
    }),
    isRight,
    text: unit(textMean.map((value, k) => value + label[k]! + 0.05 * normal())),
    words: Array.from({ length: 60 }, () => {
      const own = vector(variances);
      return unit(textMean.map((value, k) => value + own[k]!));
    }),
  };
}
