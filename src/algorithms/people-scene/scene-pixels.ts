import type { Box } from '../../domain/detection.ts';
import type { LabColour } from '../../domain/person-scene.ts';
import { labOf } from './cielab.ts';

/** A small picture: RGB, 8 bits, row by row, and the same in CIELAB. */
export interface ScenePixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: Uint8Array;
  /** widthPx × heightPx × 3. */
  readonly lab: Float32Array;
}

export function scenePixels(rgb: Uint8Array, widthPx: number, heightPx: number): ScenePixels {
  const lab = new Float32Array(widthPx * heightPx * 3);
  for (let at = 0; at < lab.length; at += 3) {
    const [lightness, a, b] = labOf(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
    lab[at] = lightness;
    lab[at + 1] = a;
    lab[at + 2] = b;
  }
  return { widthPx, heightPx, rgb, lab };
}

/** Indices, into `lab` and `rgb`, of the pixels of a box; parts outside the picture are left out. */
export function pixelsIn({ widthPx, heightPx }: ScenePixels, box: Box): number[] {
  const left = Math.max(0, Math.round(box.x * widthPx));
  const right = Math.min(widthPx, Math.round((box.x + box.width) * widthPx));
  const top = Math.max(0, Math.round(box.y * heightPx));
  const bottom = Math.min(heightPx, Math.round((box.y + box.height) * heightPx));
  const found: number[] = [];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) found.push((row * widthPx + column) * 3);
  }
  return found;
}

/** Enough for a median to a tenth of the spread, and sorted in no time. */
const MEDIAN_OF = 2000;

/** The median of each of the three numbers; null of no pixels. Of many pixels, some spread over all of them. */
export function medianColour({ lab }: ScenePixels, pixels: readonly number[]): LabColour | null {
  if (pixels.length === 0) return null;
  const step = Math.max(1, Math.floor(pixels.length / MEDIAN_OF));
  const some = step === 1 ? pixels : pixels.filter((_, index) => index % step === 0);
  const median = (channel: number): number => {
    const values = Float32Array.from(some, (at) => lab[at + channel]!).sort();
    return values[values.length >> 1]!;
  };
  return [median(0), median(1), median(2)];
}
