import type { Interval } from '../../algorithms/evaluation/wilson-interval.ts';
import type { Evaluation, LabelResult } from './evaluation.ts';

/** One figure before and after; null where it could not be said. */
export interface Change {
  readonly before: number | null;
  readonly after: number | null;
}

export interface LabelChange {
  readonly label: string;
  readonly right: Change;
  readonly wrong: Change;
  readonly missed: Change;
  readonly precision: Change;
  readonly recall: Change;
  readonly averagePrecision: Change;
  /** The 95 % intervals of precision or of recall do not meet: not by chance alone. */
  readonly clear: boolean;
}

export interface Comparison {
  readonly against: string;
  /** ISO 8601 of the earlier one. */
  readonly at: string;
  /** All labels together; its label is empty. */
  readonly all: LabelChange;
  readonly meanAveragePrecision: Change;
  readonly expectedCalibrationError: Change;
  /** Labels that changed, the largest change of right, wrong and missed first. */
  readonly labels: readonly LabelChange[];
  /** What makes the two hard to compare, in words. */
  readonly notes: readonly string[];
}

/** What changed from one evaluation to another, label by label. */
export function compareEvaluations(name: string, before: Evaluation, after: Evaluation): Comparison {
  const earlier = new Map(before.labels.map((result) => [result.label, result]));
  const later = new Map(after.labels.map((result) => [result.label, result]));
  const labels = [...new Set([...earlier.keys(), ...later.keys()])]
    .map((label) => changeOf(label, earlier.get(label), later.get(label)))
    .filter(isChange)
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.label < b.label ? -1 : 1));
  return {
    against: name,
    at: before.at,
    all: changeOf('', asResult(before), asResult(after)),
    meanAveragePrecision: { before: before.meanAveragePrecision, after: after.meanAveragePrecision },
    expectedCalibrationError: {
      before: before.calibration.expectedError,
      after: after.calibration.expectedError,
    },
    labels,
    notes: notesOn(before, after),
  };
}

const asResult = ({ all }: Evaluation): LabelResult => ({ label: '', ...all, averagePrecision: null });

function changeOf(
  label: string,
  before: LabelResult | undefined,
  after: LabelResult | undefined,
): LabelChange {
  const change = (
    figure: 'right' | 'wrong' | 'missed' | 'precision' | 'recall' | 'averagePrecision',
  ): Change => ({
    before: before?.[figure] ?? null,
    after: after?.[figure] ?? null,
  });
  const apart = (figure: 'precisionInterval' | 'recallInterval'): boolean =>
    before !== undefined && after !== undefined && areApart(before[figure], after[figure]);
  return {
    label,
    right: change('right'),
    wrong: change('wrong'),
    missed: change('missed'),
    precision: change('precision'),
    recall: change('recall'),
    averagePrecision: change('averagePrecision'),
    clear: apart('precisionInterval') || apart('recallInterval'),
  };
}

const areApart = (a: Interval, b: Interval): boolean => a.high < b.low || b.high < a.low;

const COUNTS = ['right', 'wrong', 'missed'] as const;

const sizeOf = (change: LabelChange): number =>
  COUNTS.reduce((sum, count) => sum + Math.abs((change[count].after ?? 0) - (change[count].before ?? 0)), 0);

const isChange = (change: LabelChange): boolean =>
  sizeOf(change) > 0 || change.averagePrecision.before !== change.averagePrecision.after;

function notesOn(before: Evaluation, after: Evaluation): string[] {
  const notes: string[] = [];
  if (before.basis.kind !== after.basis.kind) {
    notes.push(
      'One was made from decisions and the other from a table: what is known differs, not only what is proposed.',
    );
  } else if (before.basis.kind === 'table' && after.basis.kind === 'table') {
    if (before.basis.complete !== after.basis.complete)
      notes.push('Only one of the two took its table as complete.');
    if (before.basis.file !== after.basis.file)
      notes.push(`The earlier one used another table: ${before.basis.file}`);
  }
  if (before.basis.kind === 'decisions' && after.basis.kind === 'decisions') {
    if (before.basis.now !== after.basis.now) notes.push('Only one of the two was made with --now.');
    else if (!after.basis.now) {
      notes.push(
        'Decisions are held against what was proposed when they were made, so that earlier ones count in both.',
      );
    }
  }
  if (before.photos !== after.photos) {
    notes.push(`Something was known of ${before.photos} photos then, and of ${after.photos} now.`);
  }
  return notes;
}
