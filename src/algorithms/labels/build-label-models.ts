import { dot, meanOf, scaled } from './dense-vectors.ts';
import type { LabelEvidence, LabelSpace } from './label-evidence.ts';
import type { LabelModel } from './label-model.ts';
import { type LibrarySpace, librarySpace } from './library-space.ts';
import { type Example, fitLogistic, type LinearScore } from './logistic.ts';
import { lowerHalf, twoNormals } from './two-normals.ts';

export interface LabelModelOptions {
  /** The least probability at which a label is proposed. 0.5: as likely right as wrong. */
  readonly threshold?: number;
}

const THRESHOLD = 0.5;
/** Spreads between photos with a label and without it, before decisions tell. */
const SEPARATION = 3;
/** A label is on one photo of fifty before the library is looked at, an opinion worth so many photos. */
const PRIOR = { share: 0.02, photos: 50 };
/** How far clicks may lead from the text, of vectors of mean length 1. */
const SPREAD = 2;
/** Rows of the library that stand for "no label", together as heavy as the accepted photos. */
const BACKGROUND_ROWS = 200;

/**
 * A model for each label, in their order: from its texts, from decisions, or from both. Deterministic.
 *
 * A label with neither texts nor accepted photos cannot be scored: its model is withheld and its log-odds are those
 * of a photo that was rejected.
 *
 * @param labels vectors of one length, all of unit length
 */
export function buildLabelModels(
  labels: readonly LabelEvidence[],
  space: LabelSpace,
  { threshold = THRESHOLD }: LabelModelOptions = {},
): LabelModel[] {
  const library = librarySpace(
    space,
    labels.flatMap(({ texts }) => texts),
  );
  return labels.map((label) => {
    const { layer, name, texts, accepted, rejected } = label;
    const known = {
      layer,
      name,
      threshold,
      accepted: accepted.length,
      rejected: rejected.length,
      basis:
        texts.length === 0 ? 'taught' : accepted.length + rejected.length === 0 ? 'text' : 'text and taught',
    } as const;
    if (texts.length === 0 && accepted.length === 0) {
      const direction = new Float32Array(library.dimensions);
      return { ...known, direction, offset: -20, withheld: 'no photo has been accepted yet' };
    }
    const score = linearScore(label, library);
    const scale = twoNormals(
      library.sample.map((row) => dot(row, score.weights)),
      SEPARATION,
      PRIOR,
    );
    const { direction, offset } = library.unwhitened(scaled(score.weights, scale.slope));
    return {
      ...known,
      direction: Float32Array.from(direction),
      offset: offset + scale.offset,
      withheld: null,
    };
  });
}

function linearScore({ texts, accepted, rejected }: LabelEvidence, library: LibrarySpace): LinearScore {
  const prior = textWeights(texts, library);
  if (accepted.length + rejected.length === 0) return { weights: prior, offset: 0 };
  const rows = accepted.length === 0 ? [] : library.sample.slice(0, BACKGROUND_ROWS);
  const examples: Example[] = [
    ...accepted.map((photo) => ({ vector: library.whitened(photo), isRight: true, weight: 1 })),
    ...rejected.map((photo) => ({
      vector: library.whitened(photo),
      isRight: false,
      weight: accepted.length === 0 ? 1 : accepted.length / rejected.length,
    })),
    ...rows.map((vector) => ({ vector, isRight: false, weight: accepted.length / rows.length })),
  ];
  return fitLogistic(examples, prior, SPREAD);
}

/** Points to where the pictures of the texts lie, as long as the log-odds of a picture there are steep. */
function textWeights(texts: readonly Float32Array[], library: LibrarySpace): Float64Array {
  if (texts.length === 0) return new Float64Array(library.dimensions);
  const mean = meanOf(texts.map(library.whitenedText), library.dimensions);
  const { spread } = lowerHalf(library.sample.map((row) => dot(row, mean)));
  return scaled(mean, SEPARATION / spread);
}
