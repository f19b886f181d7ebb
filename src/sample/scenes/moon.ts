import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, mix, over, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

/** The moon through a long lens: maria, craters, a soft terminator. */
export const moon: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  shade(frame, view, (x, y, out) => {
    const radius = 0.33;
    const r = length2(x, y) / radius;
    const halo = 0.03 * Math.exp(-Math.max(0, r - 1) * 3.2);
    out[0] = 0.004 + halo * 0.8;
    out[1] = 0.005 + halo * 0.85;
    out[2] = 0.009 + halo;
    const inside = clamp01(((1 - r) * radius) / soft + 0.5);
    if (inside <= 0) return;
    const nx = x / radius;
    const ny = y / radius;
    const nz = Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
    const stretch = 1 / (0.55 + 0.45 * nz);
    const u = nx * stretch;
    const v = ny * stretch;
    const maria = smoothstep(0.02, 0.3, noise.fractal(u * 1.5 + 3, v * 1.5 + 2, 5) + 0.12 * (v - u));
    let relief = 0;
    let rays = 0;
    for (let size = 4; size <= 26; size *= 1.75) {
      const gx = Math.floor(u * size);
      const gy = Math.floor(v * size);
      for (let k = 0; k < 4; k++) {
        const cx = gx + (k & 1);
        const cy = gy + (k >> 1);
        const spin = noise.at(cx * 0.731 + 0.37, cy * 0.917 + size);
        const reach = 0.16 + 0.26 * Math.abs(spin);
        const dx = u * size - cx - spin * 0.5;
        const dy = v * size - cy + spin * 0.6;
        const d = length2(dx, dy) / reach;
        if (d > 1.5 || spin < -0.25) continue;
        // The side towards the sun is in shadow, the far wall is lit; a bright rim around.
        const bowl = d < 1 ? (dx / reach) * d * 0.9 : 0;
        relief += (-bowl + 0.35 * Math.exp(-(((d - 1.05) / 0.1) ** 2))) * (d < 1 || spin > 0 ? 0.6 : 0.3);
      }
    }
    const tx = u + 0.1;
    const ty = v + 0.78;
    const tycho = length2(tx, ty);
    rays = Math.exp(-tycho * 1.9) * smoothstep(0.1, 0.5, noise.at(Math.atan2(ty, tx) * 6, 2)) * 0.2;
    const sun = clamp01(0.86 * nx + 0.2 * ny + 0.5 * nz + 0.12 * relief * (1.2 - nz * 0.6));
    const albedo =
      mix(0.72, 0.36, maria) +
      rays +
      0.1 * noise.fractal(u * 9, v * 9, 4) +
      0.17 * relief * (1 - 0.5 * maria);
    const light = albedo * sun ** 0.7 * 1.05;
    over(out, [light * 1.02, light, light * 0.94], inside);
  });
};
