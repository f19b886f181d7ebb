import { type Frame, shade, type View } from '../pixels/frame.ts';
import { createNoise, type Noise } from '../pixels/noise.ts';
import { clamp01, colour, glow, mix, over, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';
import { sample, type Terrain, terrainFor } from './terrain.ts';

const EYE_X = 0.5;
const EYE_Z = 0.04;
const EYE_HEIGHT = 0.085;
/** Tangent of half the vertical angle of view, times two. */
const FIELD = 0.5;
const HORIZON = -0.02;

const air = ramp([
  [0, '#dfe9ef'],
  [0.25, '#a9c8e4'],
  [0.6, '#5b8fcc'],
  [1, '#2f62a8'],
]);
const GRASS = colour('#4d6330');
const WOOD = colour('#22351f');
const ROCK = colour('#5c5a5c');
const SNOW = colour('#ffffff');
const CLOUD = colour('#ffffff');
const SHADOW_SIDE = colour('#8fa3bd');
const MIST = colour('#dfe8f0');

/** A mountain range by height-field casting (Freeman 1996: front to back, one column of the picture at a time). */
export const mountains: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const terrain = terrainFor(seed, frame.height, noise);
  const drift = seconds * 0.0015;

  shade(frame, view, (x, y, out) => {
    const elevation = Math.max(0, y - HORIZON + 0.05);
    air(elevation / 0.6, out);
    // Lower down there is only ground in front of the sky.
    if (y < HORIZON - 0.03) return;
    const plane = 1 / (0.25 + elevation);
    const warp = noise.at(x * 2.1, y * 3);
    const u = x * plane * 1.15 + drift + warp * 0.16;
    const v = plane * 1.7 + warp * 0.1;
    const density = noise.fractal(u * 1.2, v * 1.2, 6) + 0.05;
    const cover = smoothstep(0.02, 0.2, density);
    if (cover > 0) {
      const towardsSun = noise.fractal(u * 1.2 - 0.12, v * 1.2 + 0.12, 3) + 0.05;
      const lit = clamp01(0.66 + (density - towardsSun) * 1.9 - density * 0.55);
      for (let c = 0; c < 3; c++)
        out[c] = mix(out[c]!, mix(SHADOW_SIDE[c]!, CLOUD[c]! * 1.35, lit), cover * 0.93);
    }
  });
  castTerrain(frame, view, terrain, noise);
};

function castTerrain(frame: Frame, view: View, terrain: Terrain, noise: Noise): void {
  const { width, height, rgb } = frame;
  const pixels = height * view.zoom;
  const now = new Float64Array(3);
  const before = new Float64Array(3);
  for (let column = 0; column < width; column++) {
    const x = (column + 0.5 - width / 2) / pixels + view.panX;
    let covered = height;
    let lastRow = height + 1;
    for (let d = 0.03, step = 0.0006; d < 0.94; d += step, step = 0.0005 + d * 0.0014) {
      const wx = EYE_X + x * FIELD * d;
      const wz = EYE_Z + d;
      if (wx < 0.002 || wx > 0.997 || wz > 0.997) break;
      const h = sample(terrain, terrain.height, wx, wz);
      const y = HORIZON + (h - EYE_HEIGHT) / (d * FIELD);
      const tilt = view.rollRadians * x * pixels;
      const row = height / 2 - (y - view.panY) * pixels + tilt;
      if (row < covered) {
        paint(terrain, noise, wx, wz, h, d, now);
        const bottom = Math.min(height, Math.ceil(covered));
        const top = Math.max(0, Math.floor(row));
        const span = Math.max(1e-3, lastRow - row);
        for (let r = top; r < bottom; r++) {
          const share = clamp01((r + 0.5 - row) / span);
          const alpha = r < row ? 1 - (row - r) : 1;
          const at = 3 * (r * width + column);
          for (let c = 0; c < 3; c++) {
            const lit = now[c]! + (before[c]! - now[c]!) * share;
            rgb[at + c] = rgb[at + c]! + (lit - rgb[at + c]!) * alpha;
          }
        }
        covered = row;
        before.set(now);
      } else if (lastRow > covered) {
        paint(terrain, noise, wx, wz, h, d, before);
      }
      lastRow = row;
      if (covered <= 0) break;
    }
  }
}

/** Colour of one place on the ground, with the air between it and the camera. */
function paint(
  terrain: Terrain,
  noise: Noise,
  x: number,
  z: number,
  h: number,
  distance: number,
  out: Float64Array,
): void {
  const e = 1.2 / terrain.side;
  // Grain finer than the height map, as tilt of the surface only.
  const mottled = noise.fractal(x * 110, z * 110, 4);
  const crags =
    0.9 * (noise.fractal(x * 240 + 7, z * 240, 3) + 0.6 * mottled) * smoothstep(0.5, 0.05, distance);
  const slopeX =
    (sample(terrain, terrain.height, x + e, z) - sample(terrain, terrain.height, x - e, z)) / (2 * e) +
    crags * 0.5;
  const slopeZ =
    (sample(terrain, terrain.height, x, z + e) - sample(terrain, terrain.height, x, z - e)) / (2 * e) -
    crags * 0.35;
  const up = 1 / Math.sqrt(1 + slopeX * slopeX + slopeZ * slopeZ);
  const facing = clamp01((1.05 * slopeX + 0.3 * slopeZ + 0.42) * up);
  const direct = facing * sample(terrain, terrain.sun, x, z);
  const steep = 1 - up;
  const tree = smoothstep(0.1, 0.06, h + mottled * 0.02);
  const rocky = smoothstep(0.26, 0.46, steep + mottled * 0.14);
  const snowy = smoothstep(0.085, 0.12, h + mottled * 0.03) * smoothstep(0.66, 0.5, steep - crags * 0.22);
  const leaves = distance < 0.3 ? 1.1 * noise.at(x * 900, z * 900) * smoothstep(0.3, 0.1, distance) : 0;
  const skyLight = 0.2 + 0.14 * up;
  for (let c = 0; c < 3; c++) {
    const green = mix(GRASS[c]!, WOOD[c]!, clamp01(tree * 0.75 + mottled + leaves));
    let surface = mix(green, ROCK[c]! * (1 + 1.1 * mottled), Math.max(rocky, smoothstep(0.085, 0.11, h)));
    surface = mix(surface, SNOW[c]! * 0.92, snowy);
    const warm = c === 0 ? 1.5 : c === 1 ? 1.38 : 1.15;
    const cold = c === 0 ? 0.8 : c === 1 ? 0.98 : 1.3;
    out[c] = surface * (direct * warm * 2 + skyLight * cold);
  }
  const haze = 1 - Math.exp(-distance * 0.8);
  over(out, [0.4, 0.54, 0.76], haze * 0.52);
  const valley = Math.exp(-Math.max(0, h - 0.02) * 34) * smoothstep(0.2, 0.6, distance);
  over(out, MIST, clamp01(valley * (0.85 + 0.5 * noise.fractal(x * 7, z * 11, 3))) * 0.9);
  glow(out, [0.02, 0.015, 0.01], haze);
}
