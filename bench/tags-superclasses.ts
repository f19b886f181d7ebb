import { averagePrecision } from '../src/algorithms/evaluation/average-precision.ts';
import { labelModel } from '../src/algorithms/labels/build-label-models.ts';
import { dot } from '../src/algorithms/labels/dense-vectors.ts';
import { logOddsOf } from '../src/algorithms/labels/label-model.ts';
import type { LibrarySpace } from '../src/algorithms/labels/library-space.ts';
import { fitLogistic } from '../src/algorithms/labels/logistic.ts';
import { drawn } from './labelled-photos.ts';

export interface Superclasses {
  readonly vectors: readonly Float32Array[];
  readonly classes: readonly (string | null)[];
}

export interface Draw {
  readonly accepted: readonly number[];
  readonly rejected: readonly number[];
  /** Photos without a click. */
  readonly tested: readonly number[];
}

/** Of each class this share is left to be found: 3 of 13 vehicles, so that 10 of them can be clicked. */
const LEFT = 0.23;

export function drawClicks(
  { classes }: Superclasses,
  name: string,
  clicks: number,
  random: () => number,
): Draw {
  const photos = [...classes.keys()];
  const of = photos.filter((photo) => classes[photo] === name);
  const accepted = drawn(of, Math.min(clicks, Math.floor(of.length * (1 - LEFT))), random);
  const rejected = drawn(
    photos.filter((photo) => classes[photo] !== name),
    clicks,
    random,
  );
  const clicked = new Set([...accepted, ...rejected]);
  return { accepted, rejected, tested: photos.filter((photo) => !clicked.has(photo)) };
}

export function taughtPrecision(task: Superclasses, name: string, draw: Draw, library: LibrarySpace): number {
  const { vectors, classes } = task;
  const model = labelModel(
    {
      layer: 'CK',
      name,
      texts: [],
      accepted: draw.accepted.map((photo) => vectors[photo]!),
      rejected: draw.rejected.map((photo) => vectors[photo]!),
    },
    library,
  );
  return (
    averagePrecision(
      draw.tested.map((photo) => ({
        score: logOddsOf(model, vectors[photo]!),
        right: classes[photo] === name,
      })),
    ) ?? Number.NaN
  );
}

/** The same clicks by logistic regression on the vectors as they are, L2 of strength 1. */
export function plainPrecision({ vectors, classes }: Superclasses, name: string, draw: Draw): number {
  const example = (isRight: boolean) => (photo: number) => ({
    vector: Float64Array.from(vectors[photo]!),
    isRight,
    weight: 1,
  });
  const { weights } = fitLogistic(
    [...draw.accepted.map(example(true)), ...draw.rejected.map(example(false))],
    new Float64Array(vectors[0]!.length),
    1,
  );
  return (
    averagePrecision(
      draw.tested.map((photo) => ({
        score: dot(Float64Array.from(vectors[photo]!), weights),
        right: classes[photo] === name,
      })),
    ) ?? Number.NaN
  );
}
