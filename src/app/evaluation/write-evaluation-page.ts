import { extname } from 'node:path';
import type { ConfusedPair } from '../../algorithms/evaluation/confusion.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { EvaluationPage, PageConfusion, PageFigures } from '../../export/evaluation/evaluation-page.ts';
import { renderEvaluation } from '../../export/evaluation/render-evaluation.ts';
import type { Library } from '../library.ts';
import type { Comparison } from './compare-evaluations.ts';
import { type Evaluation, isKnown, type LabelResult } from './evaluation.ts';
import type { EvaluationReport } from './index.ts';
import { writeWhole } from './write-whole.ts';

/** More rows or columns are no picture any more. */
const MOST_LABELS = 24;

/** A slip of the hand (`--html IMG_1.jpg`) must not cost an original. */
export function checkPageName(file: string): void {
  if (['.html', '.htm'].includes(extname(file).toLowerCase())) return;
  throw new PhotoTagError('USAGE', `${file}: the evaluation is an HTML page`, {
    file,
    remedy: 'Name a file that ends in .html, or none: it goes to the data folder.',
  });
}

/** Writes one self-contained page: an older one stays whole until the new one is. */
export function writeEvaluationPage(library: Library, report: EvaluationReport, file: string): void {
  checkPageName(file);
  const page = renderEvaluation(evaluationPage(report, library.settings.roots, new Date()));
  writeWhole(file, page, 'The page');
}

export function evaluationPage(
  { evaluation, comparison, notes }: EvaluationReport,
  libraryFolders: readonly string[],
  now: Date,
): EvaluationPage {
  const { photos, all, labels, meanAveragePrecision, calibration, confusion } = evaluation;
  const known = labels.filter(isKnown);
  const before = new Map(comparison?.labels.map((change) => [change.label, change]));
  return {
    title: 'How well tags are proposed',
    generatedAt: now.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' }),
    libraryFolders,
    basis: basisInWords(evaluation),
    photos,
    all: figuresOf(all),
    meanAveragePrecision,
    labels: known.map((label) => ({
      ...figuresOf(label),
      label: label.label,
      averagePrecision: label.averagePrecision,
      before: beforeOf(label, before.get(label.label), comparison !== null),
    })),
    unknownLabels: labels.length - known.length,
    calibration: {
      ...calibration,
      bins: calibration.bins.map(({ interval: { low, high }, ...bin }) => ({ ...bin, low, high })),
    },
    confusion: matrixOf(confusion),
    against: comparison && `“${comparison.against}” of ${comparison.at.slice(0, 10)}`,
    notes: [...notes, ...(comparison?.notes ?? [])],
  };
}

function basisInWords({ basis }: Evaluation): string {
  if (basis.kind === 'table') return `From ${basis.file}${basis.complete ? ', taken as complete' : ''}`;
  return basis.now
    ? 'From your decisions, held against proposals as they stand now'
    : 'From your decisions, held against what was proposed when you made them';
}

function figuresOf(figures: Evaluation['all']): PageFigures {
  const { proposed, right, wrong, undecided, unsure, missed, precision, precisionInterval, recall } = figures;
  return {
    proposed,
    right,
    wrong,
    undecided: undecided + unsure,
    missed,
    precision,
    ...precisionInterval,
    recall,
  };
}

/** A label that is not among the changes is as it was. */
function beforeOf(
  label: LabelResult,
  change: Comparison['labels'][number] | undefined,
  isCompared: boolean,
): EvaluationPage['labels'][number]['before'] {
  if (!isCompared) return null;
  const { precision, recall, averagePrecision } = label;
  if (change === undefined) return { precision, recall, averagePrecision, clear: false };
  return {
    precision: change.precision.before,
    recall: change.recall.before,
    averagePrecision: change.averagePrecision.before,
    clear: change.clear,
  };
}

/** The labels of the most frequent pairs, as a square of numbers. */
function matrixOf(pairs: readonly ConfusedPair[]): PageConfusion {
  const rows: string[] = [];
  const columns: string[] = [];
  const hasRoom = (labels: readonly string[], label: string) =>
    labels.includes(label) || labels.length < MOST_LABELS;
  const shown = pairs.filter(({ proposed, right }) => {
    if (!hasRoom(rows, proposed) || !hasRoom(columns, right)) return false;
    if (!rows.includes(proposed)) rows.push(proposed);
    if (!columns.includes(right)) columns.push(right);
    return true;
  });
  const found = new Map(shown.map((pair) => [`${pair.proposed}\0${pair.right}`, pair]));
  const cells = (count: (pair: ConfusedPair) => number): number[][] =>
    rows.map((row) =>
      columns.map((column) => {
        const pair = found.get(`${row}\0${column}`);
        return pair === undefined ? 0 : count(pair);
      }),
    );
  return {
    rows,
    columns,
    photos: cells((pair) => pair.photos),
    insteadOf: cells((pair) => pair.insteadOf),
    morePairs: pairs.length - shown.length,
  };
}
