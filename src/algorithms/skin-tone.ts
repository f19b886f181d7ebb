import type { Box } from '../domain/detection.ts';

/**
 * Skin by chrominance alone: the ranges of Chai and Ngan, "Face segmentation using skin-color map in videophone
 * applications", IEEE Trans. Circuits and Systems for Video Technology 9 (4), 1999. Leaving brightness out is what
 * makes one range serve light and dark skin: on our photos the daylight rule of Kovac, Peer and Solina (2003), with
 * its R > 95, lost dark and dimly lit skin nearly whole. The price is that wood, sand and fur count too; a pixel
 * that counts wrongly costs a held-back picture, one that is missed may cost a private one.
 */
const SKIN = { cbMin: 77, cbMax: 127, crMin: 133, crMax: 173 };

/** Below this luma (0 to 255) chrominance in a JPEG is noise. */
const MIN_LUMA = 30;

/**
 * Where chrominance varies less than this (standard deviation over the picture, 8-bit steps) the picture is black
 * and white or toned in one colour. Black-and-white photos measured 0, sepia ones 2.1 to 4.8, colour ones from 3.7.
 */
const MONOCHROME_SPREAD = 4;

/**
 * Without colour, skin can be any smooth area between black and paper white. Skin has little texture (M. Fleck,
 * D. Forsyth, C. Bregler: Finding Naked People, ECCV 1996); the limit is the change of luma from one pixel to the
 * next at a long edge of about 200 px. Faces stay below it on 55 % of their pixels or more (nine of ten faces).
 */
const MONOCHROME_LUMA = { min: 40, max: 225 };
const MAX_TEXTURE = 8;

export function isSkinTone(red: number, green: number, blue: number): boolean {
  const luma = lumaOf(red, green, blue);
  if (luma < MIN_LUMA) return false;
  const cb = 128 + 0.564 * (blue - luma);
  const cr = 128 + 0.713 * (red - luma);
  return cb >= SKIN.cbMin && cb <= SKIN.cbMax && cr >= SKIN.crMin && cr <= SKIN.crMax;
}

/**
 * Share of pixels that may be skin, 0 to 1. A black-and-white or evenly toned picture has no skin tone to look
 * for: there every smooth pixel counts that is neither black nor white, be it sky, wall or body.
 * @param rgb 8 bits a channel, row by row, widthPx × heightPx × 3; a long edge of about 200 px.
 * @param within only pixels inside one of these boxes; none: the whole picture.
 */
export function skinCoverage(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  within: readonly Box[] = [],
): number {
  const mayBeSkin = isMonochrome(rgb)
    ? smoothMidtones(rgb, widthPx, heightPx)
    : (at: number) => isSkinTone(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
  let pixels = 0;
  let skin = 0;
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      if (within.length > 0 && !covers(within, (column + 0.5) / widthPx, (row + 0.5) / heightPx)) continue;
      const at = (row * widthPx + column) * 3;
      pixels++;
      if (mayBeSkin(at)) skin++;
    }
  }
  return pixels === 0 ? 0 : skin / pixels;
}

/** True where chrominance is the same all over, so that it says nothing about what is seen. */
export function isMonochrome(rgb: Uint8Array): boolean {
  let pixels = 0;
  let [cbSum, cbSquares, crSum, crSquares] = [0, 0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = lumaOf(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
    if (luma < MIN_LUMA) continue;
    const cb = 0.564 * (rgb[at + 2]! - luma);
    const cr = 0.713 * (rgb[at]! - luma);
    pixels++;
    cbSum += cb;
    cbSquares += cb * cb;
    crSum += cr;
    crSquares += cr * cr;
  }
  if (pixels === 0) return true;
  const variance = (cbSquares + crSquares) / pixels - (cbSum / pixels) ** 2 - (crSum / pixels) ** 2;
  return variance < MONOCHROME_SPREAD ** 2;
}

/** ITU-R BT.601, 0 to 255. */
const lumaOf = (red: number, green: number, blue: number): number =>
  0.299 * red + 0.587 * green + 0.114 * blue;

/** Tells of the pixel whose red lies at an index of `rgb` whether it is smooth and neither black nor white. */
function smoothMidtones(rgb: Uint8Array, widthPx: number, heightPx: number): (at: number) => boolean {
  const luma = (column: number, row: number): number => {
    const x = Math.min(widthPx - 1, Math.max(0, column));
    const y = Math.min(heightPx - 1, Math.max(0, row));
    const at = (y * widthPx + x) * 3;
    return lumaOf(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
  };
  return (at) => {
    const column = (at / 3) % widthPx;
    const row = Math.floor(at / 3 / widthPx);
    const own = luma(column, row);
    if (own < MONOCHROME_LUMA.min || own > MONOCHROME_LUMA.max) return false;
    const acrossTwo = luma(column + 1, row) - luma(column - 1, row);
    const downTwo = luma(column, row + 1) - luma(column, row - 1);
    return Math.hypot(acrossTwo, downTwo) / 2 < MAX_TEXTURE;
  };
}

const covers = (boxes: readonly Box[], x: number, y: number): boolean =>
  boxes.some((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
