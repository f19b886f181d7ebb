import { shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, mix, over, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

/** A bare tree in a field of snow and fog. */
export const winterTree: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  shade(frame, view, (x, y, out) => {
    const ground = -0.25 + 0.02 * noise.fractal(x * 1.5, 1, 3);
    const fog = 0.74 + 0.1 * y + 0.06 * noise.fractal(x * 1.4, y * 2.5, 4);
    out[0] = fog * 0.9;
    out[1] = fog * 0.96;
    out[2] = fog * 1.06;
    const far = -0.235 + 0.035 * noise.fractal(x * 6 + 3, 4, 4) + 0.02;
    over(out, [0.5, 0.56, 0.64], 0.35 * clamp01((far - y) / 0.01));
    if (y < ground) {
      const drift = 0.82 + 0.1 * noise.fractal(x * 3, y * 14, 4) + 0.25 * (y + 0.25);
      over(out, [drift * 0.94, drift * 0.98, drift * 1.06], smoothstep(ground, ground - 0.02, y));
      const grass = noise.ridged(x * 34, y * 16, 2) * smoothstep(-0.3, -0.48, y);
      over(out, [0.34, 0.28, 0.2], smoothstep(0.55, 0.72, grass) * 0.7);
    }
  });
  const branches: [number, number, number, number, number][] = [];
  grow(branches, 0.14, -0.262, 1.54, 0.13, 0.014, 0, (a, b) => noise.at(a, b));
  const { width, height, rgb } = frame;
  const scale = frame.height * view.zoom;
  for (const [ax, ay, bx, by, thick] of branches) {
    const px = width / 2 + (ax - view.panX) * scale;
    const py = height / 2 - (ay - view.panY) * scale;
    const qx = width / 2 + (bx - view.panX) * scale;
    const qy = height / 2 - (by - view.panY) * scale;
    const half = Math.max(0.45, thick * scale);
    const strength = Math.min(1, (thick * scale) / 0.45);
    const reach = half + 1;
    const ux = qx - px;
    const uy = qy - py;
    const long = ux * ux + uy * uy + 1e-6;
    for (
      let row = Math.max(0, Math.floor(Math.min(py, qy) - reach));
      row <= Math.min(height - 1, Math.max(py, qy) + reach);
      row++
    )
      for (
        let column = Math.max(0, Math.floor(Math.min(px, qx) - reach));
        column <= Math.min(width - 1, Math.max(px, qx) + reach);
        column++
      ) {
        const t = clamp01(((column - px) * ux + (row - py) * uy) / long);
        const d = length2(column - px - ux * t, row - py - uy * t);
        // The foot of the trunk sinks into the snow.
        const y = (height / 2 - row) / scale + view.panY;
        const cover = clamp01(half - d + 0.5) * strength * 0.96 * smoothstep(-0.272, -0.258, y);
        if (cover <= 0) continue;
        const at = 3 * (row * width + column);
        const snowy = row < py + uy * t - half * 0.25 ? 0.5 : 0;
        for (let c = 0; c < 3; c++)
          rgb[at + c] = mix(rgb[at + c]!, mix(0.05 + 0.012 * c, 0.6, snowy * 0.5), cover);
      }
  }
};

/** A branch and its two or three daughters, each shorter, thinner and bent another way. */
function grow(
  branches: [number, number, number, number, number][],
  x: number,
  y: number,
  angle: number,
  length: number,
  thick: number,
  depth: number,
  noise: (a: number, b: number) => number,
): void {
  const bend = angle + 0.5 * noise(x * 31 + depth * 3.7, y * 29 + 0.5);
  const bx = x + Math.cos(bend) * length;
  const by = y + Math.sin(bend) * length;
  branches.push([x, y, bx, by, thick]);
  if (depth >= 10) return;
  const spread = 0.42 + 0.45 * noise(bx * 40, by * 40 + depth);
  const left = 0.82 + 0.25 * noise(bx * 50 + 1, by * 50);
  const right = 0.74 + 0.3 * noise(bx * 50 + 7, by * 50);
  grow(branches, bx, by, bend + spread * 0.8, length * left, thick * 0.7, depth + 1, noise);
  grow(branches, bx, by, bend - spread, length * right, thick * 0.66, depth + 1, noise);
}
