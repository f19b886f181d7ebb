import type { Change, Comparison, LabelChange } from '../app/evaluation/compare-evaluations.ts';
import { type Evaluation, isKnown, type LabelResult } from '../app/evaluation/evaluation.ts';
import { printable, table } from './output.ts';

/** A share as people read it; nothing where it is not known. */
export const percent = (share: number | null): string =>
  share === null ? '–' : `${Math.round(share * 100)} %`;

const two = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** How many confused pairs are worth a line each. */
const MOST_PAIRS = 10;

/** An evaluation as lines for a terminal. */
export function evaluationInWords(evaluation: Evaluation): string {
  const known = evaluation.labels.filter(isKnown);
  const parts = [known.length === 0 ? '' : table(HEAD, known.map(cells)), summary(evaluation, known.length)];
  return `${[...parts, calibration(evaluation), confusion(evaluation)].filter((part) => part !== '').join('\n\n')}\n`;
}

const HEAD = [
  'label',
  'proposed',
  'right',
  'wrong',
  'undecided',
  'missed',
  'precision (95 %)',
  'recall',
  'average precision',
];

const cells = (label: LabelResult): string[] => [
  label.label,
  ...[label.proposed, label.right, label.wrong, label.undecided + label.unsure, label.missed].map((count) =>
    count.toLocaleString('en'),
  ),
  precisionOf(label),
  percent(label.recall),
  two(label.averagePrecision),
];

function precisionOf({
  precision,
  precisionInterval: { low, high },
}: Pick<LabelResult, 'precision' | 'precisionInterval'>): string {
  return precision === null
    ? '–'
    : `${percent(precision)} (${Math.round(low * 100)}–${Math.round(high * 100)})`;
}

function summary({ all, photos, labels, meanAveragePrecision, basis }: Evaluation, known: number): string {
  const from =
    basis.kind === 'decisions'
      ? `your decisions${basis.now ? ', held against proposals as they stand now' : ''}`
      : `${printable(basis.file)}${basis.complete ? ', taken as complete' : ''}`;
  const lines = [
    `${counted(known, 'label')} on ${counted(photos, 'photo')}, from ${from}: ${all.right} right, ${all.wrong} wrong, ${all.missed} missed`,
    `precision ${precisionOf(all)}, recall ${percent(all.recall)}, mean average precision ${two(meanAveragePrecision)}`,
  ];
  if (labels.length > known) {
    lines.push(`${counted(labels.length - known, 'other label')} proposed, of which nothing is known yet`);
  }
  return lines.join('\n');
}

function calibration({
  calibration: { judged, withoutProbability, bins, expectedError },
}: Evaluation): string {
  if (judged === 0) {
    return withoutProbability === 0
      ? ''
      : 'None of the judged proposals says how likely it is: there is no calibration to show.';
  }
  const rows = bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count, stated, observed, interval }) => [
      `${Math.round(from * 100)}–${Math.round(to * 100)} %`,
      count.toLocaleString('en'),
      percent(stated),
      `${percent(observed)} (${Math.round(interval.low * 100)}–${Math.round(interval.high * 100)})`,
    ]);
  const without = withoutProbability === 0 ? '' : `; ${withoutProbability} more say no probability`;
  return `${table(['said to be right', 'proposals', 'on average', 'was right (95 %)'], rows)}\n\nexpected calibration error ${two(expectedError)} over ${counted(judged, 'proposal')}${without}`;
}

function confusion({ confusion: pairs }: Evaluation): string {
  if (pairs.length === 0) return '';
  const rows = pairs
    .slice(0, MOST_PAIRS)
    .map(({ proposed, right, photos, insteadOf }) => [proposed, right, String(photos), String(insteadOf)]);
  const more =
    pairs.length > MOST_PAIRS ? `\n${counted(pairs.length - MOST_PAIRS, 'more pair')}: --json or --html` : '';
  return `${table(['proposed, and wrong', 'right on the same photo', 'photos', 'right one not proposed'], rows)}${more}`;
}

/** What changed, as lines for a terminal. */
export function comparisonInWords({
  against,
  at,
  all,
  labels,
  meanAveragePrecision,
  expectedCalibrationError,
  notes,
}: Comparison): string {
  const rows = [all, ...labels].map(changeCells);
  const lines = [
    `Against “${against}” of ${at.slice(0, 16).replace('T', ' ')} UTC`,
    '',
    table(['label', 'right', 'wrong', 'missed', 'precision', 'recall', 'average precision', ''], rows),
    '',
    `mean average precision ${change(meanAveragePrecision, two)}, expected calibration error ${change(expectedCalibrationError, two)}`,
    ...(labels.length === 0 ? ['No label changed.'] : []),
    ...notes,
  ];
  return `${lines.join('\n')}\n`;
}

const changeCells = (label: LabelChange): string[] => [
  label.label === '' ? 'all labels' : label.label,
  change(label.right, String),
  change(label.wrong, String),
  change(label.missed, String),
  change(label.precision, percent),
  change(label.recall, percent),
  change(label.averagePrecision, two),
  label.clear ? 'clear' : '',
];

function change({ before, after }: Change, show: (value: number) => string): string {
  const [was, is] = [before, after].map((value) => (value === null ? '–' : show(value)));
  return was === is ? is! : `${was} → ${is}`;
}
