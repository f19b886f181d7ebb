import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { band, clamp01, mix, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

const STEPS = 26;

/** A spiral staircase from below: steps, rail and bars wind up to a skylight. */
export const spiralStaircase: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  shade(frame, view, (x, y, out) => {
    const dx = x - 0.05;
    const dy = y - 0.04;
    const r = length2(dx, dy * 1.04) + 1e-5;
    const angle = Math.atan2(dy, dx);
    // A logarithmic spiral looks like a helix in perspective: each turn is the one before, smaller.
    const climb = -Math.log(r / 0.72) / 0.58;
    const turns = climb + angle / (2 * Math.PI);
    const turn = Math.floor(turns);
    const across = turns - turn;
    const blur = soft / (r * 0.58);
    const depth = clamp01(climb / 5.2);
    const around = (turn - angle / (2 * Math.PI)) * STEPS;
    const step = around - Math.floor(around);
    const worn = 1 + 0.07 * noise.fractal(angle * 9, climb * 9, 3);
    const daylight = mix(0.32, 1.25, depth ** 1.4) * (1 + 0.35 * Math.cos(angle - 0.9));
    let light: number;
    if (across < 0.56) {
      // Undersides of the steps: each one runs from light to dark, with a bright edge.
      const riser = smoothstep(0.84, 0.9, step);
      light =
        mix(0.36 - 0.22 * step, 0.03, riser) * (0.5 + across) +
        0.3 * band(0, 0.035, blur * STEPS, step) * across;
    } else if (across < 0.62) {
      light = 0.62 + 0.3 * smoothstep(0.56, 0.6, across);
    } else if (across < 0.84) {
      const bars = around * 2;
      const bar = bars - Math.floor(bars);
      const iron =
        band(0.42, 0.58, Math.max(0.04, blur * STEPS * 2), bar) * clamp01(1.5 - blur * STEPS * 1.4);
      const wall = 0.12 + 0.3 * smoothstep(0.62, 0.84, across);
      light = mix(wall, 0.006, iron);
    } else {
      const rail = (across - 0.84) / 0.16;
      light =
        rail < 0.5 ? mix(0.02, 0.5, smoothstep(0.1, 0.42, rail)) : mix(0.16, 0.01, smoothstep(0.5, 1, rail));
    }
    light *= daylight * worn;
    const skylight = smoothstep(0.034, 0.026, r);
    const spokes = 1 - 0.6 * band(-0.04, 0.04, soft / r, Math.sin(angle * 4)) * smoothstep(0.004, 0.008, r);
    const value = mix(light, 2.4 * spokes, skylight) + 0.16 * Math.exp(-r * 9);
    out[0] = value;
    out[1] = value;
    out[2] = value;
  });
};

/** The curved front of a high block: sun breakers in waves against a dark sky. */
export const curvedFacade: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  shade(frame, view, (x, y, out) => {
    // Seen from the street: lines run together upwards and to the right.
    const wave = 0.12 * Math.sin(x * 2.9 + 0.6) + 0.035 * Math.sin(x * 6.1 + 2);
    const edge = 0.36 - 0.2 * x + 1.15 * wave;
    const facing = 0.5 + 0.5 * Math.cos(x * 2.9 + 1.1 + 0.4 * y);
    const sky =
      0.012 +
      0.03 * smoothstep(0.6, -0.2, y) +
      0.09 * smoothstep(0.05, 0.5, noise.fractal(x * 1.3, y * 2.4, 5));
    const inside = clamp01((edge - y) / soft + 0.5);
    const perspective = Math.log(1 + (edge - y) * 1.5) * 21;
    const floor = Math.floor(perspective);
    const rise = perspective - floor;
    const blur = Math.max(0.015, (soft * 21 * 1.5) / (1 + (edge - y) * 1.5));
    const slab = band(0, 0.34, blur, rise);
    const lip = band(0.3, 0.36, blur, rise);
    const shade1 = smoothstep(1, 0.34, rise);
    const pillarAt = x * 9 + wave * 8;
    const pillar = band(0.46, 0.54, 0.02, pillarAt - Math.floor(pillarAt));
    const stained = 1 + 0.12 * noise.fractal(x * 14, y * 5, 4);
    const sunlit = mix(0.1, 1.15, facing ** 1.6);
    let light = slab * sunlit * (0.55 + 0.5 * rise) * stained;
    light += (1 - slab) * (0.012 + 0.11 * shade1 * facing + 0.06 * pillar * facing);
    light += lip * 0.35 * sunlit;
    const value = mix(sky, light, inside);
    out[0] = value;
    out[1] = value;
    out[2] = value * 0.97;
  });
};
