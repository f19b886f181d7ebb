import type { Frame } from '../pixels/frame.ts';
import { hash2 } from '../pixels/hash2.ts';
import { type Directory, type Field, text, writeTiff } from './tiff-bytes.ts';

/** Sensor values of black and of the fullest pixel: a 14-bit camera. */
const BLACK = 512;
const WHITE = 15_871;
/** Light that fills a pixel: highlights one stop above paper white are kept. */
const SATURATION = 2;
/** A sensor sees less red and blue than green: what it reads of white in daylight. */
const NEUTRAL = [0.48, 1, 0.62] as const;
/** XYZ (D65) to linear sRGB, IEC 61966-2-1. Our sensor's colours are those of sRGB, scaled by NEUTRAL. */
const XYZ_TO_SRGB = [
  [3.2406, -1.5372, -0.4986],
  [-0.9689, 1.8758, 0.0415],
  [0.0557, -0.204, 1.057],
] as const;

/** An encoded JPEG and its size. */
export interface Preview {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A small uncompressed sRGB picture. */
export interface Thumbnail {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const short = (tag: number, ...values: number[]): Field => ({ tag, type: 'short', values });
const long = (tag: number, ...values: number[]): Field => ({ tag, type: 'long', values });
const bytes = (tag: number, ...values: number[]): Field => ({ tag, type: 'byte', values });
const rational = (tag: number, ...values: number[]): Field => ({ tag, type: 'rational', values });
const signed = (tag: number, ...values: number[]): Field => ({ tag, type: 'srational', values });

/** Red, green, green, blue behind the pixels of an even-sized frame, with the noise of counted light. */
function mosaic(frame: Frame, exposure: number): Uint8Array {
  const { width, height, rgb } = frame;
  const raw = new Uint16Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const channel = (row & 1) + (column & 1);
      const light =
        ((rgb[3 * (row * width + column) + channel]! * exposure) / SATURATION) * NEUTRAL[channel]!;
      const signal = Math.min(1, Math.max(0, light)) * (WHITE - BLACK);
      const noise = (hash2(column, row, 1) + hash2(column, row, 2) - 1) * (6 + 1.6 * Math.sqrt(signal));
      raw[row * width + column] = Math.min(WHITE, Math.max(0, BLACK + signal + noise));
    }
  return new Uint8Array(raw.buffer);
}

/**
 * A DNG (Adobe DNG specification 1.4): a thumbnail in the main directory, the Bayer mosaic, and a JPEG preview.
 * @param exposure factor on the frame's light.
 */
export function writeDng(
  frame: Frame,
  exposure: number,
  model: string,
  thumbnail: Thumbnail,
  preview: Preview,
): Uint8Array {
  const main: Directory = {
    fields: [
      long(254, 1),
      long(256, thumbnail.widthPx),
      long(257, thumbnail.heightPx),
      short(258, 8, 8, 8),
      short(259, 1),
      short(262, 2),
      short(274, 1),
      short(277, 3),
      long(278, thumbnail.heightPx),
      short(284, 1),
      bytes(50706, 1, 4, 0, 0),
      bytes(50707, 1, 1, 0, 0),
      text(50708, model),
      signed(
        50721,
        ...XYZ_TO_SRGB.flatMap((line, channel) => line.map((value) => value * NEUTRAL[channel]!)),
      ),
      rational(50728, ...NEUTRAL),
      signed(50730, 0),
      short(50778, 21),
    ],
    data: thumbnail.rgb,
  };
  const sensor: Directory = {
    fields: [
      long(254, 0),
      long(256, frame.width),
      long(257, frame.height),
      short(258, 16),
      short(259, 1),
      short(262, 32_803),
      short(277, 1),
      long(278, frame.height),
      short(284, 1),
      short(33_421, 2, 2),
      bytes(33_422, 0, 1, 1, 2),
      bytes(50710, 0, 1, 2),
      short(50711, 1),
      short(50714, BLACK),
      short(50717, WHITE),
      rational(50718, 1, 1),
      long(50719, 0, 0),
      long(50720, frame.width, frame.height),
    ],
    data: mosaic(frame, exposure),
  };
  return writeTiff(main, [sensor, previewDirectory(preview)]);
}

function previewDirectory({ jpeg, widthPx, heightPx }: Preview): Directory {
  return {
    fields: [
      long(254, 1),
      long(256, widthPx),
      long(257, heightPx),
      short(258, 8, 8, 8),
      short(259, 7),
      short(262, 6),
      short(277, 3),
      long(278, heightPx),
      short(284, 1),
      short(530, 2, 2),
      short(531, 1),
    ],
    data: jpeg,
  };
}
