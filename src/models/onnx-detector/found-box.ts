import { clipToPicture } from '../../algorithms/non-maximum-suppression.ts';
import type { Box } from '../../domain/detection.ts';
import type { SquareInput } from './square-input.ts';

/**
 * A network answered with what is no number, as half-precision weights do when they overflow. The picture's own error:
 * it counts as not looked at, never as a picture without people.
 */
export class NoNumbersError extends Error {
  constructor() {
    super('The network answered with values that are no numbers: nobody knows who is on it.');
    this.name = 'NoNumbersError';
  }
}

/** @throws NoNumbersError; every comparison with NaN is false, so that a box would vanish without a word */
export function reaches(score: number, least: number): boolean {
  if (Number.isNaN(score)) throw new NoNumbersError();
  return score >= least;
}

/** A box in pixels of the square that the network saw. */
export interface FoundBox {
  readonly classIndex: number;
  /** 0 to 1. */
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * From the square's pixels to shares of the picture; null where nothing of the box lies in the picture.
 * @throws NoNumbersError
 */
export function boxInPicture(
  { left, top, width, height }: Pick<FoundBox, 'left' | 'top' | 'width' | 'height'>,
  square: Pick<SquareInput, 'widthPx' | 'heightPx'>,
): Box | null {
  if (![left, top, width, height].every(Number.isFinite)) throw new NoNumbersError();
  const box = clipToPicture({
    x: left / square.widthPx,
    y: top / square.heightPx,
    width: width / square.widthPx,
    height: height / square.heightPx,
  });
  if (box === null) return null;
  return { x: rounded(box.x), y: rounded(box.y), width: rounded(box.width), height: rounded(box.height) };
}

/** Four digits are a tenth of a proxy's pixel; more would only fill the store. */
export const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
