import { hash2 } from '../pixels/hash2.ts';
import { length2 } from '../pixels/length.ts';
import { clamp01 } from '../pixels/tone.ts';

export const NO_LEAF: readonly [number, number] = [0, 0];
// Filled anew at each call: a picture asks ten million times.
const leaf: [number, number] = [0, 0];

/**
 * One leaf in a jittered grid of cells.
 * @param density leaves grow where it is above a random threshold.
 * @returns how much of the point a leaf covers, and a number in [0, 1) that is that leaf's own.
 */
export function leafAt(
  x: number,
  y: number,
  sheet: number,
  density: number,
  soft: number,
): readonly [number, number] {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const own = hash2(i, j, sheet);
  leaf[0] = 0;
  leaf[1] = own;
  if (own * 0.6 - 0.25 > density) return leaf;
  const turn = own * 40;
  const dx = x - i - 0.4 - 0.2 * ((own * 13.7) % 1);
  const dy = y - j - 0.4 - 0.2 * ((own * 5.3) % 1);
  const u = dx * Math.cos(turn) - dy * Math.sin(turn);
  const v = dx * Math.sin(turn) + dy * Math.cos(turn);
  leaf[0] = clamp01((0.42 - length2(u, v * 1.7)) / (soft * 1.5 + 0.03));
  return leaf;
}
