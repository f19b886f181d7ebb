import { blocks, type Plane } from './area-average.ts';

/**
 * Rec. 709 luma of gamma-encoded sRGB in 16-bit fixed point (0.2126, 0.7152, 0.0722; ITU-R BT.709-6, item 3.2).
 * The three weights sum to 65536, so that white is exactly 255.
 */
const RED_WEIGHT = 13933;
const GREEN_WEIGHT = 46871;
const BLUE_WEIGHT = 4732;
const HALF = 32768;

export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Luminance in 8-bit steps, 0 to 255, at a smaller size: of the mean colour of the pixels under each target pixel.
 * @param rgb 8-bit sRGB, three bytes a pixel, row by row.
 * @param target at most as large as the picture.
 * @throws RangeError where the array does not hold width × height pixels.
 */
export function luminanceOf(rgb: Uint8Array, size: PictureSize, target: PictureSize = size): Plane {
  const pixels = size.widthPx * size.heightPx;
  if (pixels === 0 || rgb.length !== pixels * 3)
    throw new RangeError(`${rgb.length} bytes are not ${size.widthPx} × ${size.heightPx} RGB pixels`);
  const values = new Uint8Array(target.widthPx * target.heightPx);
  const columns = blocks(size.widthPx, target.widthPx);
  const rows = blocks(size.heightPx, target.heightPx);
  const rowBytes = size.widthPx * 3;
  for (let y = 0, pixel = 0; y < target.heightPx; y++) {
    const top = rows.from[y]! * rowBytes;
    const height = rows.to[y]! - rows.from[y]!;
    for (let x = 0; x < target.widthPx; x++, pixel++) {
      const first = top + columns.from[x]! * 3;
      const width = columns.to[x]! - columns.from[x]!;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (width === 2 && height === 2) {
        // Nearly every proxy is 1024 px and measured at 512: written out, a block costs a third of the loops below.
        const below = first + rowBytes;
        red = rgb[first]! + rgb[first + 3]! + rgb[below]! + rgb[below + 3]!;
        green = rgb[first + 1]! + rgb[first + 4]! + rgb[below + 1]! + rgb[below + 4]!;
        blue = rgb[first + 2]! + rgb[first + 5]! + rgb[below + 2]! + rgb[below + 5]!;
      } else
        for (let row = first; row < first + height * rowBytes; row += rowBytes)
          for (let byte = row; byte < row + width * 3; byte += 3) {
            red += rgb[byte]!;
            green += rgb[byte + 1]!;
            blue += rgb[byte + 2]!;
          }
      const weighted = RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
      values[pixel] = (weighted / (width * height) + HALF) >>> 16;
    }
  }
  return { widthPx: target.widthPx, heightPx: target.heightPx, values };
}

/** Pixels per step, 256 counts. */
export function histogramOf(values: Uint8Array): Uint32Array {
  const histogram = new Uint32Array(256);
  for (let index = 0; index < values.length; index++) histogram[values[index]!]!++;
  return histogram;
}

/** The luminance, 0 to 1, that half of the pixels do not exceed (lower median). */
export function medianLuminance(histogram: Uint32Array): number {
  const half = countOf(histogram) / 2;
  let below = 0;
  for (let step = 0; step < 256; step++) {
    below += histogram[step]!;
    if (below >= half) return step / 255;
  }
  return 1;
}

/** Share of the pixels with a luminance below the limit; the limit is 0 to 1. */
export function shareDarkerThan(histogram: Uint32Array, limit: number): number {
  let darker = 0;
  for (let step = 0; step < 256 && step / 255 < limit; step++) darker += histogram[step]!;
  return darker / countOf(histogram);
}

function countOf(histogram: Uint32Array): number {
  let count = 0;
  for (const pixels of histogram) count += pixels;
  return count;
}
