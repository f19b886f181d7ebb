import { dot } from './dense-vectors.ts';
import { type Discriminant, discriminant, type Evidence } from './discriminant.ts';
import type { EvidenceGroup } from './evidence-groups.ts';
import type { LibrarySpace } from './library-space.ts';
import { type DecidedScore, MOST_LOWER_SPREADS, type ScoreStandard, scoreStandard } from './score-scale.ts';

export interface LabelScore {
  readonly weights: Float64Array;
  readonly standard: ScoreStandard;
  /** Standard scores of the library's sample. */
  readonly library: readonly number[];
  /** Standard scores of the decided photos, each by weights that were made without it. */
  readonly accepted: readonly DecidedScore[];
  readonly rejected: readonly DecidedScore[];
}

/** Parts that the decisions are split in, each scored by what the others teach. */
const FOLDS = 5;

/** The direction of a label, and where photos lie on it: those of the library, and those decided on, out of fold. */
export function labelScore(evidence: Evidence, library: LibrarySpace): LabelScore {
  const whole = discriminant(evidence, library);
  const standard = standardOf(whole, evidence);
  const [accepted, rejected] = outOfFold(evidence, library);
  return {
    weights: whole.weights,
    standard,
    library: Array.from(whole.scores, (score) => (score - standard.middle) / standard.spread),
    accepted,
    rejected,
  };
}

function outOfFold(evidence: Evidence, library: LibrarySpace): [DecidedScore[], DecidedScore[]] {
  const { text, accepted, rejected } = evidence;
  const scores: [DecidedScore[], DecidedScore[]] = [[], []];
  const folds = Math.min(FOLDS, Math.max(accepted.length, rejected.length));
  for (let fold = 0; fold < folds; fold++) {
    const isIn = (_: EvidenceGroup, i: number) => i % folds === fold;
    const isOut = (group: EvidenceGroup, i: number) => !isIn(group, i);
    const rest = { text, accepted: accepted.filter(isOut), rejected: rejected.filter(isOut) };
    if (text === null && rest.accepted.length === 0) continue;
    const others: Discriminant = discriminant(rest, library, [
      ...accepted.filter(isIn),
      ...rejected.filter(isIn),
    ]);
    const { middle, spread } = standardOf(others, evidence);
    const scored = ({ vector, weight, length }: EvidenceGroup): DecidedScore => ({
      score: (length * dot(vector, others.weights) - middle) / spread,
      weight,
    });
    scores[0].push(...accepted.filter(isIn).map(scored));
    scores[1].push(...rejected.filter(isIn).map(scored));
  }
  return scores;
}

const standardOf = ({ scores }: Discriminant, { text }: Evidence): ScoreStandard =>
  scoreStandard(scores, text === null ? Number.POSITIVE_INFINITY : MOST_LOWER_SPREADS);
