import { limb } from '../pixels/distance-field.ts';
import { type Frame, toPixels, type View } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { clamp01, mix, type Rgb } from '../pixels/tone.ts';

/** Someone in a long coat under an umbrella, 1.7 m tall; x to the right, y up from the ground. Negative inside. */
function person(x: number, y: number, stride: number): number {
  const head = length2(x / 0.95, y - 1.6) - 0.115;
  const coat = limb(x, y, 0, 1.32, 0, 0.72, 0.2, 0.27);
  const leftLeg = limb(x, y, -0.07, 0.7, -0.1 - stride, 0.06, 0.09, 0.055);
  const rightLeg = limb(x, y, 0.07, 0.7, 0.1 + stride * 0.7, 0.06, 0.09, 0.055);
  const arm = limb(x, y, 0.19, 1.34, 0.24, 1.12, 0.07, 0.05);
  return Math.min(head, coat, leftLeg, rightLeg, arm);
}

function umbrella(x: number, y: number): number {
  const dx = x - 0.1;
  const dome = length2(dx * 0.88, y - 1.72) - 0.56;
  const hem = 1.8 + 0.035 * Math.abs(Math.sin(dx * 9)) - y;
  return Math.max(dome, hem);
}

/**
 * Paints one passer-by and the reflection on wet ground.
 * @param x, y where the feet stand on the picture plane; `metre` the size of a metre there.
 */
export function paintFigure(
  frame: Frame,
  view: View,
  x: number,
  y: number,
  metre: number,
  cloth: Rgb,
  seconds: number,
): void {
  const [px, py] = toPixels(frame, view)(x, y);
  const scale = metre * frame.height * view.zoom;
  const stride = 0.13 * Math.sin(seconds * 4);
  const { width, height, rgb } = frame;
  const bottom = Math.min(height, Math.ceil(py + 2.4 * scale));
  const right = Math.min(width, Math.ceil(px + 0.9 * scale));
  for (let row = Math.max(0, Math.floor(py - 2.5 * scale)); row < bottom; row++)
    for (let column = Math.max(0, Math.floor(px - 0.9 * scale)); column < right; column++) {
      const u = (column + 0.5 - px) / scale;
      const above = (py - row - 0.5) / scale;
      const mirrored = above < 0;
      const ripple = mirrored ? 0.03 * Math.sin(above * 23 + u * 5) * Math.min(1, -above * 2) : 0;
      const v = Math.abs(above);
      const body = clamp01(0.5 - person(u + ripple, v, stride) * scale);
      const cover = clamp01(0.5 - umbrella(u + ripple, v) * scale);
      if (body + cover <= 0) continue;
      const strength = mirrored ? 0.55 * Math.exp(above * 0.5) : 1;
      const rim = clamp01((u + 0.25) * 1.4);
      const ribs = 0.75 + 0.25 * Math.cos((u - 0.1) * 11) + 0.5 * (v - 1.8);
      const at = 3 * (row * width + column);
      for (let c = 0; c < 3; c++) {
        const coat = 0.012 + (c === 0 ? 0.05 : c === 1 ? 0.035 : 0.03) * rim;
        const dressed = mix(rgb[at + c]!, coat, body * strength);
        rgb[at + c] = mix(dressed, cloth[c]! * ribs * 0.8 + 0.01, cover * strength);
      }
    }
}
