import { addEnlarged, blur, quarter } from './blur.ts';
import type { Frame } from './frame.ts';

/** What camera and darkroom do to the light that came in. */
export interface Development {
  readonly exposureStops: number;
  /** Sets the grain. */
  readonly iso: number;
  /** Share of the light that the lens scatters around highlights. */
  readonly bloom: number;
  /** How much darker the corners are, 0 to 1. */
  readonly vignette: number;
  /** `monochrome`: panchromatic film with an orange filter. `faded-print`: a negative of the nineties, scanned. */
  readonly look: 'colour' | 'monochrome' | 'faded-print';
  readonly grainSeed: number;
}

const CURVE_STEPS = 8192;
/** Light above this is white. */
const CURVE_END = 16;

/** Filmic curve (Narkowicz 2015, after ACES) and sRGB encoding, as a table over the square root of the light. */
const curve = (() => {
  const table = new Float32Array(CURVE_STEPS + 1);
  for (let i = 0; i <= CURVE_STEPS; i++) {
    const x = (i / CURVE_STEPS) ** 2 * CURVE_END * 0.8;
    const film = Math.min(1, (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14));
    table[i] = 255 * (film <= 0.0031308 ? 12.92 * film : 1.055 * film ** (1 / 2.4) - 0.055);
  }
  return table;
})();

function encode(light: number): number {
  if (!(light > 0)) return 0;
  return curve[Math.min(CURVE_STEPS, Math.sqrt(light / CURVE_END) * CURVE_STEPS) | 0]!;
}

function addBloom(frame: Frame, share: number): void {
  const near = quarter(frame);
  blur(near, near.height / 60, 2);
  const far = quarter(near);
  blur(far, far.height / 14, 2);
  // Both are enlarged together: 60 % stays close to the highlight.
  for (let i = 0; i < near.rgb.length; i++) near.rgb[i]! *= 0.6;
  addEnlarged(near, far, 0.4);
  for (let i = 0; i < frame.rgb.length; i++) frame.rgb[i]! *= 1 - share;
  addEnlarged(frame, near, share);
}

/** Sums four bytes of a hash: close enough to a normal deviate, mean 0, standard deviation about 1. */
function deviate(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  h ^= h >>> 16;
  return ((h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255) + (h >>> 24) - 510) / 147.8;
}

/** @returns 8-bit sRGB, interleaved, as large as the frame. The frame is used up. */
export function develop(frame: Frame, how: Development): Uint8ClampedArray {
  const { width, height, rgb } = frame;
  if (how.bloom > 0) addBloom(frame, how.bloom);
  const bytes = new Uint8ClampedArray(3 * width * height);
  const gain = 2 ** how.exposureStops;
  // Standard deviation in 8-bit steps before the picture is enlarged: 1 at ISO 100, 6 at ISO 3200.
  const grain = (how.look === 'faded-print' ? 5 : 1) * Math.sqrt(how.iso / 100) ** 0.85 * 0.9;
  const seed = Math.imul(how.grainSeed + 1, 0x9e3779b1);
  let at = 0;
  for (let row = 0; row < height; row++) {
    const v = (2 * row) / height - 1;
    for (let column = 0; column < width; column++) {
      const u = (2 * column) / width - 1;
      const corner = 0.5 * (u * u + v * v);
      const light = gain * (1 - how.vignette * corner * corner);
      let r = encode(rgb[at]! * light);
      let g = encode(rgb[at + 1]! * light);
      let b = encode(rgb[at + 2]! * light);
      const speck = deviate(at + seed) * grain;
      if (how.look === 'colour') {
        // Colour noise beside brightness noise; less of both in the highlights.
        const here = 1 - g / 420;
        r += here * (speck + deviate(at + 1 + seed) * grain * 0.5);
        g += here * speck;
        b += here * (speck + deviate(at + 2 + seed) * grain * 0.6);
      } else if (how.look === 'monochrome') {
        const grey = 0.5 * r + 0.4 * g + 0.1 * b;
        const contrast = grey + 26 * Math.sin(((grey - 128) / 128) * Math.PI) * 0.7;
        r = contrast + speck;
        g = r;
        b = r;
      } else {
        const grey = 0.3 * r + 0.59 * g + 0.11 * b;
        r = 34 + 0.84 * (grey + 0.78 * (r - grey)) + speck;
        g = 26 + 0.82 * (grey + 0.74 * (g - grey)) + speck;
        b = 30 + 0.7 * (grey + 0.7 * (b - grey)) + speck;
      }
      bytes[at] = r;
      bytes[at + 1] = g;
      bytes[at + 2] = b;
      at += 3;
    }
  }
  return bytes;
}
