import { meanOf, scaled, unit } from './dense-vectors.ts';
import { evidenceGroups } from './evidence-groups.ts';
import type { LabelEvidence, LabelSpace } from './label-evidence.ts';
import type { LabelModel } from './label-model.ts';
import { labelScore } from './label-score.ts';
import { type LibrarySpace, librarySpace } from './library-space.ts';
import { scoreScale } from './score-scale.ts';
import { type EarlierLabel, whyTaughtIsWithheld, whyTextIsWithheld } from './withheld.ts';

export interface LabelModelOptions {
  /**
   * The least probability at which a label is proposed. 0.3, the default, finds most: of what is proposed more than
   * half is right. 0.5 is for who would rather miss photos than see wrong ones.
   */
  readonly threshold?: number;
}

const THRESHOLD = 0.3;
/** Log-odds that no threshold reaches. */
const NEVER = -20;

/**
 * A model for each label, in their order: from its texts, from decisions, or from both. Deterministic. A label that
 * cannot be told apart is withheld, with the reason; of two with nearly the same text it is the later one.
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
  const earlier: EarlierLabel[] = [];
  return labels.map((label) => labelModel(label, library, threshold, earlier));
}

/**
 * One of them, for a library whose statistics were taken already.
 * @param earlier the labels before it; it is added to them
 */
export function labelModel(
  label: LabelEvidence,
  library: LibrarySpace,
  threshold = THRESHOLD,
  earlier: EarlierLabel[] = [],
): LabelModel {
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
  const withheld = basis === 'text' ? whyTextIsWithheld(score, earlier) : whyTaughtIsWithheld(score);
  if (withheld === null) earlier.push({ name, weights: score.weights });
  const scale = scoreScale(texts.length > 0, score.library, score.accepted, score.rejected);
  const slope = scale.slope / score.standard.spread;
  const { direction, offset } = library.unwhitened(scaled(score.weights, slope));
  return {
    ...known,
    direction: Float32Array.from(direction),
    offset: offset - slope * score.standard.middle - scale.slope * scale.pivot,
    withheld,
  };
}
