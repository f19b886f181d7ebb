import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, glow, mix, over, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

/** Coffee from above on a wooden table, with a leaf in the milk. */
export const coffee: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  const wood = ramp([
    [0, '#2e1a0e'],
    [0.45, '#6a4022'],
    [0.75, '#9a6836'],
    [1, '#bb8a50'],
  ]);
  const crema = ramp([
    [0, '#3a1b0a'],
    [0.5, '#8a4e20'],
    [0.75, '#c98e54'],
    [1, '#f7e8d0'],
  ]);
  shade(frame, view, (x, y, out) => {
    const board = Math.floor(y / 0.21 + 0.3);
    const along = x + board * 1.7;
    const rings = noise.fractal(along * 0.9, y * 11 + board * 5, 4);
    const grain = noise.at(along * 3.5, y * 120) * 0.11 + noise.at(along * 9, y * 260) * 0.05;
    wood(0.5 + rings * 0.55 + grain, out);
    const seam = Math.abs(y / 0.21 + 0.3 - Math.round(y / 0.21 + 0.3)) * 0.21;
    over(out, [0.02, 0.01, 0.005], 0.85 * smoothstep(0.005, 0.001, seam));
    const dx = x + 0.04;
    const dy = y - 0.01;
    const r = length2(dx, dy);
    const windowLight = 1.12 + 0.45 * (y - x * 0.7);
    const shadow = smoothstep(0.5, 0.3, length2(dx - 0.06, dy + 0.06));
    for (let c = 0; c < 3; c++) out[c]! *= windowLight * (1 - 0.72 * shadow);
    const nx = dx / Math.max(r, 1e-4);
    const ny = dy / Math.max(r, 1e-4);
    const towards = -0.6 * nx + 0.8 * ny;
    const porcelain = (share: number, light: number): void =>
      over(out, [light, light * 0.98, light * 0.94], share);
    const saucer = clamp01((0.385 - r) / soft + 0.5);
    if (saucer > 0) {
      const dish = r > 0.34 ? 0.7 + 0.26 * towards : 0.66 - 0.22 * towards * smoothstep(0.2, 0.34, r);
      const cupShadow = smoothstep(0.36, 0.24, length2(dx - 0.05, dy + 0.05));
      porcelain(saucer, dish * windowLight * (1 - 0.62 * cupShadow));
    }
    const handle = Math.abs(length2(dx - 0.27, (dy + 0.1) * 1.2) - 0.06) - 0.02;
    porcelain(
      clamp01(-handle / soft + 0.5),
      (0.62 + 0.6 * noise.at(dx * 3, dy * 3) * 0.2 + 0.25 * towards) * windowLight,
    );
    porcelain(
      clamp01((0.245 - r) / soft + 0.5),
      (r > 0.228 ? 0.86 + 0.14 * towards : 0.42 - 0.3 * towards) * windowLight,
    );
    const surface = clamp01((0.205 - r) / soft + 0.5);
    if (surface <= 0) return;
    // Latte art: nested lobes around a stem.
    const u = dx * 0.8 + dy * 0.6;
    const v = dy * 0.8 - dx * 0.6;
    const swirl = 0.012 * noise.fractal(u * 12, v * 12, 3);
    const leaf = 0.155 * Math.sqrt(Math.max(0, 1 - ((v + 0.005) / 0.16) ** 2)) * (0.75 - v * 1.5);
    const lobes = Math.sin((v - Math.abs(u) * 0.85 + swirl * 2) * 150);
    const art =
      smoothstep(-0.15, 0.25, lobes) *
      smoothstep(leaf + 0.012, leaf - 0.012, Math.abs(u)) *
      smoothstep(0.005, 0.009, Math.abs(u + swirl * 0.4));
    const foam = 0.5 + 0.16 * noise.fractal(u * 26, v * 26, 4) - 0.3 * smoothstep(0.15, 0.205, r);
    const liquid = new Float64Array(3);
    crema(mix(foam, 0.96 + 0.05 * noise.at(u * 60, v * 60), art), liquid);
    const dark = 1 - 0.55 * smoothstep(0.12, 0.205, r) * clamp01(0.5 + 0.5 * towards);
    over(
      out,
      [liquid[0]! * windowLight * dark, liquid[1]! * windowLight * dark, liquid[2]! * windowLight * dark],
      surface,
    );
    glow(
      out,
      [0.4, 0.42, 0.45],
      surface * 0.35 * Math.exp(-(((dx + 0.07) / 0.04) ** 2) - ((dy - 0.11) / 0.025) ** 2),
    );
  });
};
