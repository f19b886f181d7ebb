import type { ImagePreprocessing } from '../../../domain/model.ts';
import { type Span, spansOf } from './weights.ts';

/** How a picture of one size becomes a network's square. */
export interface SquarePlan {
  /** One for each column of the square. */
  readonly columns: readonly Span[];
  /** One for each row of the square. */
  readonly rows: readonly Span[];
}

/**
 * What torchvision's `Resize` and `CenterCrop` do, as open_clip puts them together. Only what the crop keeps is
 * planned: a panorama costs no more than a square picture.
 */
export function squarePlan(widthPx: number, heightPx: number, preprocessing: ImagePreprocessing): SquarePlan {
  const { sizePx, fit, filter } = preprocessing;
  const short = Math.min(widthPx, heightPx);
  const edge = (px: number): number =>
    fit === 'squash' || px === short ? sizePx : Math.trunc((sizePx * px) / short);
  const spans = (px: number): Span[] =>
    spansOf(filter, px, edge(px), roundHalfEven((edge(px) - sizePx) / 2), sizePx);
  return { columns: spans(widthPx), rows: spans(heightPx) };
}

/** Python's `round`. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
