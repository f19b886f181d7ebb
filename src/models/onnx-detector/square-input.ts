import sharp from 'sharp';
import type { Picture } from '../embedded/picture.ts';

/** How a picture becomes the numbers that a network takes. */
export interface SquareLayout {
  readonly inputPx: number;
  /** `corner`: proportions kept, in the upper left corner; `squash`: width and height both stretched to the square. */
  readonly fit: 'corner' | 'squash';
  readonly channels: 'rgb' | 'bgr';
  /** A pixel's 0 to 255 is divided by it. */
  readonly divisor: 1 | 255;
  /** Grey of what the picture leaves free, 0 to 255. */
  readonly padding: number;
}

export interface SquareInput {
  /** 3 × inputPx × inputPx, one channel after the other. */
  readonly values: Float32Array;
  /** Width and height of the picture inside the square, in its pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @param reuse an array of 3 × inputPx × inputPx that may be overwritten: a new one of megabytes each time costs. */
export async function squareInput(
  picture: Picture,
  layout: SquareLayout,
  reuse?: Float32Array,
): Promise<SquareInput> {
  const { inputPx, fit, channels, divisor, padding } = layout;
  const scale = inputPx / Math.max(picture.widthPx, picture.heightPx);
  const side = (px: number) => (fit === 'squash' ? inputPx : Math.max(1, Math.round(px * scale)));
  const widthPx = side(picture.widthPx);
  const heightPx = side(picture.heightPx);
  const rgb = await sharp(picture.rgb, {
    raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 },
  })
    .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const plane = inputPx * inputPx;
  const values = reuse ?? new Float32Array(3 * plane);
  if (widthPx < inputPx || heightPx < inputPx) values.fill(padding / divisor);
  const [red, blue] = channels === 'rgb' ? [0, 2] : [2, 0];
  const factor = 1 / divisor;
  for (let row = 0; row < heightPx; row++) {
    let from = row * widthPx * 3;
    const to = row * inputPx;
    for (let at = to; at < to + widthPx; at++, from += 3) {
      values[red * plane + at] = rgb[from]! * factor;
      values[plane + at] = rgb[from + 1]! * factor;
      values[blue * plane + at] = rgb[from + 2]! * factor;
    }
  }
  return { values, widthPx, heightPx };
}
