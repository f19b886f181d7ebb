import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, colour, glow, mix, over, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

const HORIZON = 0.06;
const SUN_X = 0.2;
const SUN_ELEVATION = 0.028;

const air = ramp([
  [0, '#ffb060'],
  [0.08, '#f79a6e'],
  [0.2, '#d9909a'],
  [0.42, '#8f8fbe'],
  [0.7, '#54709f'],
  [1, '#2f4a7c'],
]);
const SUNLIGHT = colour('#ffb25c');
const CLOUD_SHADE = colour('#6a5878');
const CLOUD_LIT = colour('#ffb48a');
const DEEP = colour('#0a3038');
const SHALLOW = colour('#3f8078');
const FOAM = colour('#f3dcd2');
const WET_SAND = colour('#4a3a33');
const DRY_SAND = colour('#b08a6c');
const ROCK = colour('#33304a');

/** A granite dome: steep, with a round head. */
const dome = (x: number, middle: number, halfWidth: number, height: number): number => {
  const u = Math.abs((x - middle) / halfWidth);
  return u >= 1 ? 0 : height * (1 - u ** 2.6) ** 0.62;
};

/** A bay before sunrise: sky, islands, swell, and a beach that mirrors the sky where it is wet. */
export const seaAtDawn: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  const drift = seconds * 0.004;

  function sky(x: number, elevation: number, octaves: number, out: Float64Array): void {
    air(elevation / 0.62, out);
    const toSun = length2(x - SUN_X, (elevation - SUN_ELEVATION) * 1.3);
    glow(out, SUNLIGHT, 0.9 * Math.exp(-toSun * 6) + 0.35 * Math.exp(-toSun * 2));
    const plane = 0.5 / (0.07 + elevation);
    const u = x * plane * 1.1 + drift;
    const v = plane * 1.9;
    const density = noise.fractal(u, v, octaves) + 0.35 * noise.at(u * 0.35 + 4, v * 0.3);
    const cover = smoothstep(-0.02, 0.42, density) * smoothstep(0.005, 0.09, elevation);
    if (cover > 0) {
      const thin = 1 - smoothstep(0.05, 0.55, density);
      const near = Math.exp(-toSun * 1.5);
      const lit = clamp01(thin * (0.35 + 1.1 * near) + 0.25 * near);
      const r = mix(CLOUD_SHADE[0], CLOUD_LIT[0] * 1.5, lit);
      const g = mix(CLOUD_SHADE[1], CLOUD_LIT[1] * 1.35, lit);
      const b = mix(CLOUD_SHADE[2], CLOUD_LIT[2] * 1.2, lit);
      over(out, [r, g, b], cover * 0.86);
    }
    const disc = smoothstep(0.021, 0.017, length2(x - SUN_X, elevation - SUN_ELEVATION));
    glow(out, [6, 4.2, 1.9], disc);
  }

  function islands(x: number): number {
    const rough = 0.006 * noise.fractal(x * 22, 3.3, 4);
    return (
      Math.max(
        dome(x, -0.47, 0.075, 0.16),
        dome(x, -0.36, 0.1, 0.072),
        dome(x, -0.62, 0.16, 0.05),
        0.035 * smoothstep(-0.18, -0.5, x) * (1 + noise.fractal(x * 9, 8, 3)),
        dome(x, 0.62, 0.2, 0.032),
      ) + rough
    );
  }

  const mirrored = new Float64Array(3);
  shade(frame, view, (x, y, out) => {
    const elevation = y - HORIZON;
    if (elevation > 0) {
      sky(x, elevation, 6, out);
      const height = islands(x);
      if (height > 0.004) {
        const inside = clamp01((height - elevation) / soft + 0.5);
        const rockFace = 0.1 * noise.fractal(x * 60, elevation * 34, 3);
        const haze = 0.24 + 0.42 * Math.exp(-elevation * 26) + rockFace;
        over(out, [mix(ROCK[0], 0.6, haze), mix(ROCK[1], 0.34, haze), mix(ROCK[2], 0.36, haze)], inside);
      }
      return;
    }
    const below = Math.max(1e-4, -elevation);
    const z = 0.42 / below;
    const groundX = (x * z) / 0.42;
    // Swell of four sizes; those smaller than a pixel fade out instead of aliasing.
    const footprint = (soft * z) / below;
    let slopeZ = 0;
    let slopeX = 0;
    for (let octave = 0, f = 0.55, a = 0.5; octave < 5; octave++, f *= 2.3, a *= 0.66) {
      const visible = 1 / (1 + (f * footprint * 1.4) ** 2);
      slopeZ += a * visible * noise.at(groundX * f * 0.55 + octave * 7, z * f * 1.5 + seconds * 0.5);
      slopeX += a * visible * noise.at(groundX * f * 0.7 + 40, z * f * 1.2 + octave * 5 - seconds * 0.3);
    }
    const calm = 0.1 + 0.9 * smoothstep(0, 0.2, below);
    const reflected = Math.abs(below * 0.9 + slopeZ * 0.16 * calm) + 0.008;
    sky(x + slopeX * 0.06, reflected, 3, mirrored);
    const towards = clamp01(1 - below * 1.1 - slopeZ * 0.25);
    const fresnel = 0.05 + 0.9 * towards ** 4;
    const wash = 0.1 * Math.sin(seconds * 0.9);
    const shore =
      0.98 + 0.3 * groundX * 0.42 + 0.1 * noise.fractal(groundX * 0.9, 1.7 + seconds * 0.02, 3) + wash;
    const depth = z - shore;
    if (depth > 0) {
      const shallow = Math.exp(-depth * 0.8);
      for (let c = 0; c < 3; c++) {
        const body = mix(DEEP[c]!, SHALLOW[c]! * 0.8, shallow * 0.6) * (1 + 0.9 * slopeZ + 0.4 * slopeX);
        out[c] = mix(body, mirrored[c]!, fresnel);
      }
      const sparkle = Math.exp(-(((x - SUN_X) / (0.03 + below * 0.22)) ** 2));
      glow(out, SUNLIGHT, sparkle * 3.2 * Math.max(0, slopeZ * 1.5 + slopeX - 0.16) * calm);
      // Two breakers and the lace that they leave.
      const wander = 0.25 * noise.fractal(groundX * 0.55 + 9, seconds * 0.05, 3);
      const lace =
        0.75 * noise.ridged(groundX * 3.4, z * 4.8 + seconds * 0.3, 4) +
        0.28 * noise.ridged(groundX * 15, z * 21, 2);
      const first = Math.abs(depth - 0.62 - wander);
      const second = Math.abs(depth - 1.9 - wander * 3);
      const crest =
        smoothstep(0.16, 0.02, first) * smoothstep(0.35, 0.62, lace + 0.2 * noise.at(groundX * 0.9, 5)) +
        0.8 * smoothstep(0.3, 0.03, second) * smoothstep(0.45, 0.75, lace + 0.3 * noise.at(groundX * 0.5, 9));
      const edge = smoothstep(0.34, 0, depth) * smoothstep(0.38, 0.66, lace);
      const rim = smoothstep(0.05, 0.005, depth) * 0.8;
      over(out, FOAM, clamp01(crest * 0.85 + edge * 0.7 + rim) * 0.82);
      return;
    }
    const dry = smoothstep(-0.08, -0.36, depth + 0.05 * noise.fractal(groundX * 2, z * 2, 3));
    const grainy =
      1 + 0.3 * noise.fractal(groundX * 40, z * 60, 3) + 0.2 * noise.fractal(groundX * 3, z * 5, 3);
    const shine = (1 - dry) * (0.25 + 0.55 * towards ** 2);
    for (let c = 0; c < 3; c++) {
      const sand = mix(WET_SAND[c]!, DRY_SAND[c]! * 0.62, dry) * grainy;
      out[c] = mix(sand, mirrored[c]! * 0.85, shine);
    }
  });
};
