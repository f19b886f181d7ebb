import type { VisionOrder } from '../app/run.ts';
import type { VisionEstimate } from '../app/vision/estimate.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { printable } from './output.ts';
import type { ProgressView } from './progress-view.ts';

export interface VisionOptions {
  readonly vision?: boolean;
  readonly yes?: boolean;
  readonly retryUnknown?: boolean;
}

/**
 * The user's order to ask the vision service: shows what it would cost, and asks, where nobody said --yes.
 * Throws USAGE where nobody can be asked: before hours of other work, and not after.
 */
export function visionOrder(
  { confirm, stderr }: CliContext,
  { yes = false, retryUnknown = false }: VisionOptions,
  view: ProgressView,
  asJson: boolean,
): VisionOrder {
  if (!yes && (confirm === undefined || asJson)) {
    throw new PhotoTagError('USAGE', 'No picture is sent without a yes, and nobody can be asked here', {
      remedy: 'Say --yes, or run it on a terminal.',
    });
  }
  return {
    retryUnknown,
    async agree(estimate) {
      view.end();
      if (!asJson) stderr.write(offerText(estimate));
      return yes || confirm!('Send them?');
    },
  };
}

/** What would be sent, what stays, and what it costs. */
export function offerText(estimate: VisionEstimate): string {
  const { host, model, due, photos, longEdgePx } = estimate;
  const lines = [
    `Vision service at ${printable(host)}, model ${printable(model)}:`,
    `  ${count(due, 'medoid')} to ask about, standing for ${count(photos, 'photo')}; copies of ${longEdgePx} px without metadata`,
    ...heldLines(estimate),
    ...earlierLines(estimate),
    `  ${costText(estimate)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** What is left to say where nothing is due. */
export function nothingDueText(estimate: VisionEstimate): string {
  return [
    `The vision service has nothing to be asked about (${count(estimate.clusters, 'cluster')}).`,
    ...heldLines(estimate),
    ...earlierLines(estimate),
    '',
  ].join('\n');
}

/** One line at the end of a run that did not ask. */
export function hintText(estimate: VisionEstimate): string {
  const price = estimate.nanoUsd === 0 ? 'at no cost' : `for about ${usd(estimate.nanoUsd)}`;
  return `The vision service (${printable(estimate.host)}) could be asked about ${count(estimate.due, 'medoid')} ${price}: photo-tag vision\n`;
}

const heldLines = ({ held }: VisionEstimate): string[] =>
  held.map(({ reason, clusters }) => `  ${count(clusters, 'cluster')} stay here: ${reason}`);

function earlierLines({ answered, refused, unknown }: VisionEstimate): string[] {
  return [
    ...(answered > 0 ? [`  ${answered} answered before, at no further cost`] : []),
    ...(refused > 0 ? [`  ${refused} refused before, not asked again`] : []),
    ...(unknown > 0
      ? [`  ${unknown} perhaps paid for by a run that was killed, only asked again with --retry-unknown`]
      : []),
  ];
}

function costText({ tokens, nanoUsd, worstNanoUsd, budgetNanoUsd, spentNanoUsd }: VisionEstimate): string {
  const size = `about ${tokens.toLocaleString('en')} tokens`;
  if (worstNanoUsd === 0) return `${size}, at no cost by the price table`;
  const spent = spentNanoUsd > 0 ? `, of which the run before spent ${usd(spentNanoUsd)}` : '';
  return `${size}, about ${usd(nanoUsd)}, at the very most ${usd(worstNanoUsd)}; it stops at the budget of ${usd(budgetNanoUsd)}${spent}`;
}

const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** Cents from a dollar on, and two telling digits below. */
export function usd(nanoUsd: number): string {
  const value = nanoUsd / 1e9;
  if (value === 0) return '$0';
  return value >= 1 ? `$${value.toFixed(2)}` : `$${Number(value.toPrecision(2))}`;
}
