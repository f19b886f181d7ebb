import sharp, { type Sharp } from 'sharp';
import { messageOf } from '../../domain/errors.ts';

/** Decoded pixels: RGB, 8 bits, row by row, no padding. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
}

/** A picture inside a square, centred, its proportions kept, the rest black. */
export interface Letterbox {
  /** sizePx × sizePx × 3. */
  readonly rgb: Uint8Array;
  /** From a place in the square to one in the picture, both in shares of width and height. */
  readonly toPicture: (x: number, y: number) => readonly [number, number];
}

/** @throws Error with a sentence for the user where the file is missing, damaged or no picture. */
export async function readPicture(path: string): Promise<Picture> {
  try {
    const { data, info } = await sharp(path)
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} colour channels instead of 3`);
    return { widthPx: info.width, heightPx: info.height, rgb: data };
  } catch (cause) {
    throw new Error(`The proxy cannot be decoded: ${messageOf(cause).replaceAll('\n', ' ').trim()}`, {
      cause,
    });
  }
}

/** Whole picture at another size; shrinking averages, so that fine texture does not turn into patterns. */
export async function resizePicture(picture: Picture, widthPx: number, heightPx: number): Promise<Picture> {
  const rgb = await raw(picture).resize(widthPx, heightPx, { fit: 'fill' }).raw().toBuffer();
  return { widthPx, heightPx, rgb };
}

export async function letterbox(picture: Picture, sizePx: number): Promise<Letterbox> {
  const scale = sizePx / Math.max(picture.widthPx, picture.heightPx);
  const width = Math.max(1, Math.round(picture.widthPx * scale));
  const height = Math.max(1, Math.round(picture.heightPx * scale));
  const left = Math.floor((sizePx - width) / 2);
  const top = Math.floor((sizePx - height) / 2);
  const rgb = await raw(picture)
    .resize(width, height, { fit: 'fill' })
    .extend({ left, top, right: sizePx - width - left, bottom: sizePx - height - top, background: '#000' })
    .raw()
    .toBuffer();
  return { rgb, toPicture: (x, y) => [(x * sizePx - left) / width, (y * sizePx - top) / height] };
}

const raw = (picture: Picture): Sharp =>
  sharp(picture.rgb, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } });

/**
 * A square of the picture at a model's input size, by bilinear interpolation; black where it reaches outside.
 * @param centreX in pixels, as are `centreY` and `sidePx`.
 * @returns sizePx × sizePx × 3, 0 to 1.
 */
export function cropSquare(
  picture: Picture,
  centreX: number,
  centreY: number,
  sidePx: number,
  sizePx: number,
): Float32Array {
  const { widthPx, heightPx, rgb } = picture;
  const crop = new Float32Array(sizePx * sizePx * 3);
  const step = sidePx / sizePx;
  for (let row = 0; row < sizePx; row++) {
    const y = centreY - sidePx / 2 + (row + 0.5) * step - 0.5;
    const top = Math.floor(y);
    if (top < 0 || top + 1 >= heightPx) continue;
    for (let column = 0; column < sizePx; column++) {
      const x = centreX - sidePx / 2 + (column + 0.5) * step - 0.5;
      const left = Math.floor(x);
      if (left < 0 || left + 1 >= widthPx) continue;
      const from = (top * widthPx + left) * 3;
      const to = (row * sizePx + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const at = from + channel;
        const upper = rgb[at]! + (rgb[at + 3]! - rgb[at]!) * (x - left);
        const below = at + widthPx * 3;
        const lower = rgb[below]! + (rgb[below + 3]! - rgb[below]!) * (x - left);
        crop[to + channel] = (upper + (lower - upper) * (y - top)) / 255;
      }
    }
  }
  return crop;
}
