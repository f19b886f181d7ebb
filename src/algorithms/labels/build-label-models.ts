import { meanOf, scaled, unit } from './dense-vectors.ts';
import { evidenceGroups } from './evidence-groups.ts';
import type { LabelEvidence, LabelSpace } from './label-evidence.ts';
import type { LabelModel } from './label-model.ts';
import { labelScore } from './label-score.ts';
import { type LibrarySpace, librarySpace } from './library-space.ts';
import { scoreScale } from './score-scale.ts';

export interface LabelModelOptions {
  /** The least probability at which a label is proposed. 0.5: as likely right as wrong. */
  readonly threshold?: number;
}

const THRESHOLD = 0.3;
/** Log-odds that no threshold reaches. */
const NEVER = -20;

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
  return labels.map((label) => labelModel(label, library, threshold));
}

/** One of them, for a library whose statistics were taken already. */
export function labelModel(label: LabelEvidence, library: LibrarySpace, threshold = THRESHOLD): LabelModel {
  const { layer, name, texts, accepted, rejected } = label;
  const clicks = accepted.length + rejected.length;
  const basis = texts.length === 0 ? 'taught' : clicks === 0 ? 'text' : 'text and taught';
  const known = {
    layer,
    name,
    threshold,
    accepted: accepted.length,
    rejected: rejected.length,
    basis,
  } as const;
  if (texts.length === 0 && accepted.length === 0) {
    const direction = new Float32Array(library.dimensions);
    return { ...known, direction, offset: NEVER, withheld: 'no photo has been accepted yet' };
  }
  const score = labelScore(
    {
      text: texts.length === 0 ? null : unit(meanOf(texts.map(library.towards), library.dimensions)),
      accepted: evidenceGroups(accepted, library),
      rejected: evidenceGroups(rejected, library),
    },
    library,
  );
  const scale = scoreScale(score.library, score.accepted, score.rejected);
  const slope = scale.slope / score.standard.spread;
  const { direction, offset } = library.unwhitened(scaled(score.weights, slope));
  return {
    ...known,
    direction: Float32Array.from(direction),
    offset: offset - slope * score.standard.middle - scale.slope * scale.pivot,
    withheld: null,
  };
}
