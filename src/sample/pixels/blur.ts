import type { Frame } from './frame.ts';

/** One running mean along a line of `count` pixels that lie `stride` numbers apart; the ends repeat. */
function meanAlong(
  from: Float32Array,
  to: Float32Array,
  start: number,
  stride: number,
  count: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  const last = count - 1;
  let sum = from[start]! * (radius + 1);
  for (let i = 1; i <= radius; i++) sum += from[start + Math.min(last, i) * stride]!;
  for (let i = 0; i < count; i++) {
    to[start + i * stride] = sum * share;
    const entering = from[start + Math.min(last, i + radius + 1) * stride]!;
    sum += entering - from[start + Math.max(0, i - radius) * stride]!;
  }
}

/**
 * Blur in place by means along rows and columns, three times over, which is close to a Gaussian
 * (Wells 1986); twice gives a lens-like softness at less cost.
 */
export function blur(frame: Frame, radiusPx: number, passes = 3): void {
  const radius = Math.round(radiusPx);
  if (radius < 1) return;
  const { width, height, rgb } = frame;
  const spare = new Float32Array(rgb.length);
  for (let pass = 0; pass < passes; pass++) {
    for (let row = 0; row < height; row++)
      for (let c = 0; c < 3; c++) meanAlong(rgb, spare, 3 * row * width + c, 3, width, radius);
    for (let column = 0; column < width; column++)
      for (let c = 0; c < 3; c++) meanAlong(spare, rgb, 3 * column + c, 3 * width, height, radius);
  }
}

/** A copy of a quarter of the size, each pixel the mean of 16. */
export function quarter(frame: Frame): Frame {
  const width = Math.max(1, frame.width >> 2);
  const height = Math.max(1, frame.height >> 2);
  const rgb = new Float32Array(3 * width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let dy = 0; dy < 4; dy++)
          for (let dx = 0; dx < 4; dx++) {
            const y = Math.min(frame.height - 1, 4 * row + dy);
            const x = Math.min(frame.width - 1, 4 * column + dx);
            sum += frame.rgb[3 * (y * frame.width + x) + c]!;
          }
        rgb[3 * (row * width + column) + c] = sum / 16;
      }
  return { width, height, rgb };
}

/** Adds a smaller frame's light, enlarged with interpolation between four pixels. */
export function addEnlarged(target: Frame, small: Frame, share: number): void {
  const { width, height, rgb } = target;
  const scaleX = small.width / width;
  const scaleY = small.height / height;
  for (let row = 0; row < height; row++) {
    const y = Math.min(small.height - 1.001, Math.max(0, (row + 0.5) * scaleY - 0.5));
    const top = Math.floor(y);
    const v = y - top;
    const nextRow = top + 1 < small.height ? 3 * small.width : 0;
    for (let column = 0; column < width; column++) {
      const x = Math.min(small.width - 1.001, Math.max(0, (column + 0.5) * scaleX - 0.5));
      const left = Math.floor(x);
      const u = x - left;
      const at = 3 * (top * small.width + left);
      const nextColumn = left + 1 < small.width ? 3 : 0;
      for (let c = 0; c < 3; c++) {
        const a = small.rgb[at + c]!;
        const b = small.rgb[at + nextColumn + c]!;
        const d = small.rgb[at + nextRow + c]!;
        const e = small.rgb[at + nextRow + nextColumn + c]!;
        const upper = a + (b - a) * u;
        rgb[3 * (row * width + column) + c]! += share * (upper + (d + (e - d) * u - upper) * v);
      }
    }
  }
}
