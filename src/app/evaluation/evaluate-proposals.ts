import { meanOf } from '../../algorithms/evaluation/average-precision.ts';
import { confusedPairs, type JudgedPhoto } from '../../algorithms/evaluation/confusion.ts';
import {
  type LabelFigures,
  LabelTally,
  type ProposedAs,
  type Truth,
} from '../../algorithms/evaluation/label-tally.ts';
import {
  brierScore,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityBins,
} from '../../algorithms/evaluation/reliability.ts';
import { wilsonInterval } from '../../algorithms/evaluation/wilson-interval.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Decision, Proposal } from '../../domain/tag.ts';
import type { Store } from '../../store/store.ts';
import { type Calibration, type Evaluation, judgedOf, type LabelResult } from './evaluation.ts';
import type { Truths } from './truths.ts';

const PAGE = 1000;

/** More pairs than anybody reads. */
const MOST_PAIRS = 500;

export interface EvaluationInput {
  readonly truths: Truths;
  /** Counted even where they are neither proposed nor said of any photo. */
  readonly labels?: readonly string[];
  /** Of what was decided, the proposals that were decided on; otherwise as they stand now. */
  readonly whenDecided: boolean;
  /** Hears how many photos were gone through; a large library takes half a minute. */
  readonly onProgress?: ((photos: number) => void) | undefined;
}

/** Goes through all present photos once, and counts proposals against what is known. */
export async function evaluateProposals(
  store: Store,
  { truths, labels = [], whenDecided, onProgress }: EvaluationInput,
): Promise<Omit<Evaluation, 'at' | 'basis'>> {
  const tallies = new Map(labels.map((label) => [label, new LabelTally()]));
  const confusable: JudgedPhoto[] = [];
  let photos = 0;
  let seen = 0;
  for (let after: string | null = null; ; ) {
    const sha1s = await store.photos.page({ after, limit: PAGE });
    const proposals = await store.tags.proposalsOf(sha1s);
    const decisions = await store.tags.decisionsOf(sha1s);
    const judgedEarlier = whenDecided
      ? await store.tags.judgedProposalsOf(sha1s)
      : new Map<Sha1, Proposal[]>();
    for (const sha1 of sha1s) {
      const decided = decisions.get(sha1) ?? [];
      const standing = proposals.get(sha1) ?? [];
      const { said, otherwise } = truths.of(sha1, decided);
      const proposed = byLabel(
        whenDecided ? proposalsWhenDecided(standing, judgedEarlier.get(sha1) ?? [], decided) : standing,
        truths,
      );
      const known = otherwise === null ? [...said.keys()] : labels;
      if (known.length > 0) photos++;
      const judged = { wrong: [] as string[], right: [] as string[], missed: [] as string[] };
      for (const label of new Set([...proposed.keys(), ...known])) {
        const proposal = proposed.get(label) ?? null;
        const truth = said.has(label) ? said.get(label)! : otherwise;
        tallyOf(tallies, label).add(proposal, truth);
        sort(judged, label, proposal !== null, truth);
      }
      if (judged.wrong.length > 0) confusable.push(judged);
    }
    seen += sha1s.length;
    onProgress?.(seen);
    if (sha1s.length < PAGE) break;
    after = sha1s.at(-1)!;
  }
  return { photos, ...summary(tallies), confusion: confusedPairs(confusable).slice(0, MOST_PAIRS) };
}

function tallyOf(tallies: Map<string, LabelTally>, label: string): LabelTally {
  const tally = tallies.get(label) ?? new LabelTally();
  tallies.set(label, tally);
  return tally;
}

/**
 * Proposals as the user met them: later ones may have learned from the decision, or are kept back because of it.
 * @param judged what other proposals have taken the place of since the decision
 */
export function proposalsWhenDecided(
  standing: readonly Proposal[],
  judged: readonly Proposal[],
  decisions: readonly Decision[],
): Proposal[] {
  const keyOf = ({ layer, name }: Pick<Proposal, 'layer' | 'name'>): string => `${layer} ${name}`;
  const earlier = new Set(judged.map(keyOf));
  const byHand = new Set(decisions.filter(({ verdict }) => verdict === 'added').map(keyOf));
  const others = standing.filter((proposal) => !earlier.has(keyOf(proposal)));
  return [...others, ...judged].filter((proposal) => !byHand.has(keyOf(proposal)));
}

/** Where several taggers propose one label, the surest of them counts. */
function byLabel(proposals: readonly Proposal[], truths: Truths): Map<string, ProposedAs> {
  const found = new Map<string, ProposedAs>();
  for (const { layer, name, score, probability, source, model } of proposals) {
    const label = truths.labelOf(layer, name);
    if (label === null) continue;
    const one = { score, probability: probability ?? null, scale: `${source} ${model}` };
    const other = found.get(label);
    if (other === undefined || sureness(one) > sureness(other)) found.set(label, one);
  }
  return found;
}

/** A probability says more than any score. */
const sureness = ({ probability, score }: ProposedAs): number =>
  probability === null ? score - 1e6 : probability;

function sort(
  judged: { wrong: string[]; right: string[]; missed: string[] },
  label: string,
  isProposed: boolean,
  truth: Truth,
): void {
  if (truth === 'no' && isProposed) judged.wrong.push(label);
  if (truth === 'yes') judged.right.push(label);
  if (truth === 'yes' && !isProposed) judged.missed.push(label);
}

function summary(
  tallies: ReadonlyMap<string, LabelTally>,
): Pick<Evaluation, 'all' | 'meanAveragePrecision' | 'labels' | 'calibration'> {
  const labels: LabelResult[] = [...tallies]
    .map(([label, tally]) => ({ label, ...tally.figures() }))
    .sort((a, b) => judgedOf(b) - judgedOf(a) || b.proposed - a.proposed || (a.label < b.label ? -1 : 1));
  return {
    all: sumOf(labels),
    meanAveragePrecision: meanOf(labels.map(({ averagePrecision }) => averagePrecision)),
    labels,
    calibration: calibrationOf([...tallies.values()], labels),
  };
}

function sumOf(labels: readonly LabelResult[]): Evaluation['all'] {
  const sum = (count: (figures: LabelFigures) => number): number =>
    labels.reduce((total, figures) => total + count(figures), 0);
  const [right, wrong, missed] = [sum((one) => one.right), sum((one) => one.wrong), sum((one) => one.missed)];
  return {
    proposed: sum((one) => one.proposed),
    right,
    wrong,
    undecided: sum((one) => one.undecided),
    unsure: sum((one) => one.unsure),
    missed,
    spared: sum((one) => one.spared),
    precision: right + wrong === 0 ? null : right / (right + wrong),
    precisionInterval: wilsonInterval(right, right + wrong),
    recall: right + missed === 0 ? null : right / (right + missed),
    recallInterval: wilsonInterval(right, right + missed),
  };
}

function calibrationOf(tallies: readonly LabelTally[], labels: readonly LabelResult[]): Calibration {
  const stated = tallies.flatMap((tally) => tally.stated());
  const bins = reliabilityBins(stated);
  const judged = labels.reduce((total, { right, wrong }) => total + right + wrong, 0);
  return {
    judged: stated.length,
    withoutProbability: judged - stated.length,
    bins,
    expectedError: expectedCalibrationError(bins),
    maximumError: maximumCalibrationError(bins),
    brierScore: brierScore(stated),
  };
}
