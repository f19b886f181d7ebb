import type { Noise } from '../pixels/noise.ts';
import { clamp01, smoothstep } from '../pixels/tone.ts';

/** A square of land, 1 by 1, seen from above. Heights are in the same unit. */
export interface Terrain {
  /** Samples along each side. */
  readonly side: number;
  readonly height: Float32Array;
  /** Direct sun, 0 to 1, with the shadows of other mountains. */
  readonly sun: Float32Array;
}

/** Finer would not show in the largest picture. */
const FINEST_SIDE = 1024;
const COARSEST_SIDE = 128;
/** How far the sun rises over one length of land. */
const SUN_RISE = 0.46;
const SHADOW_STEP = 3 / FINEST_SIDE;
const SHADOW_STEPS = 60;

let kept: { seed: number; terrain: Terrain } | undefined;

/** The land of a seed, fine enough for a picture of that height. The last one is kept: shots of a burst share it. */
export function terrainFor(seed: number, pictureHeightPx: number, noise: Noise): Terrain {
  const needed = 2 ** Math.ceil(Math.log2(1.4 * pictureHeightPx));
  const side = Math.min(FINEST_SIDE, Math.max(COARSEST_SIDE, needed));
  if (kept?.seed !== seed || kept.terrain.side !== side) kept = { seed, terrain: makeTerrain(side, noise) };
  return kept.terrain;
}

function makeTerrain(side: number, noise: Noise): Terrain {
  const height = new Float32Array(side * side);
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const x = i / side;
      const z = j / side;
      const warp = 0.06 * noise.fractal(x * 4 + 9, z * 4, 3);
      const peaks = noise.ridged((x + warp) * 4.2, (z - warp) * 4.2, 9) - 0.28;
      // A valley in front, the range behind it.
      const range = smoothstep(0.08, 0.62, z) * (0.75 + 0.4 * noise.at(x * 2.2 + 3, z * 2));
      const hills = 0.03 * noise.fractal(x * 9, z * 9, 5);
      height[j * side + i] = 0.02 + hills + 0.25 * Math.max(0, peaks) * range;
    }
  return { side, height, sun: castShadows(side, height) };
}

/** Marches from every place towards the sun, which stands at the left and a little in front. */
function castShadows(side: number, height: Float32Array): Float32Array {
  const sun = new Float32Array(side * side);
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const ground = height[j * side + i]!;
      let light = 1;
      for (let k = 1; k < SHADOW_STEPS && light > 0; k++) {
        const away = k * SHADOW_STEP;
        const ray = ground + away * SUN_RISE;
        const a = i - Math.round(away * side);
        const b = j - Math.round((away / 6) * side);
        if (a < 0 || b < 0) break;
        light = Math.min(light, 1 - (height[b * side + a]! - ray) * 90);
      }
      sun[j * side + i] = clamp01(light);
    }
  return sun;
}

/** One of the maps at a place between its samples. */
export function sample({ side }: Terrain, map: Float32Array, x: number, z: number): number {
  const u = Math.min(side - 2, Math.max(0, x * side));
  const v = Math.min(side - 2, Math.max(0, z * side));
  const at = (v | 0) * side + (u | 0);
  const fu = u - (u | 0);
  const fv = v - (v | 0);
  const near = map[at]! + (map[at + 1]! - map[at]!) * fu;
  const far = map[at + side]! + (map[at + side + 1]! - map[at + side]!) * fu;
  return near + (far - near) * fv;
}
