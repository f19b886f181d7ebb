import { addEnlarged } from '../pixels/blur.ts';
import { createFrame, type Frame, type View } from '../pixels/frame.ts';
import { length3 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, colour, mix, smoothstep } from '../pixels/tone.ts';
import { createBust } from './bust.ts';
import type { Scene } from './scene.ts';

const SKIN = colour('#d9a384');
const SKIN_DEEP = colour('#a04a2e');
/** Height of the picture in heads. */
const HEADS_HIGH = 2.5;
const LIPS = colour('#a4504c');
const HAIR = colour('#1d1310');

/** A bust against black velvet in flash light, by sphere tracing (Hart 1996). */
interface Setup {
  /** Towards the key light, unit length. */
  readonly key: readonly [number, number, number];
  /** How far the face is turned to the left at the first and the farthest shot, radians. */
  readonly turn: readonly [number, number];
}

/** A soft box at the left, a little behind the model: the profile is drawn in light, the rest stays in the dark. */
const RIM: Setup = { key: [-0.9, 0.3, -0.3], turn: [1.42, 1.15] };
/** The same soft box from the side: one half of the face is lit. */
const SIDE: Setup = { key: [-0.84, 0.36, 0.41], turn: [0.62, 0.3] };

const studio =
  (setup: Setup): Scene =>
  (frame, { seed, view, seconds }) => {
    // The light is soft and the skin is smooth: half the resolution loses nothing but the time.
    const half = createFrame(Math.ceil(frame.width / 2), Math.ceil(frame.height / 2));
    render(half, view, setup, seed, seconds);
    frame.rgb.fill(0);
    addEnlarged(frame, half, 1);
  };

export const studioProfile = studio(RIM);
export const studioPortrait = studio(SIDE);

function render(
  frame: Frame,
  view: View,
  { key: towards, turn: turns }: Setup,
  seed: number,
  seconds: number,
): void {
  const noise = createNoise(seed);
  // The model turns the head from shot to shot, from nearly frontal to profile.
  const turn = mix(turns[0], turns[1], 0.5 - 0.5 * Math.cos(seconds * 0.35));
  const nod = 0.06 + 0.06 * Math.sin(seconds * 0.7);
  const { distance, isHair, makeUp } = createBust(turn, nod);
  const { width, height, rgb } = frame;
  const scale = HEADS_HIGH / (height * view.zoom);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5 - width / 2) * scale + view.panX * HEADS_HIGH;
      const y = (height / 2 - row - 0.5) * scale + view.panY * HEADS_HIGH - 0.48;
      const at = 3 * (row * width + column);
      let z = 0.75;
      let d = 1;
      let nearest = 1;
      let nearestZ = z;
      for (let step = 0; step < 48 && z > -0.85; step++) {
        d = distance(x, y, z);
        if (d < nearest) {
          nearest = d;
          nearestZ = z;
        }
        if (d < 0.002) break;
        z -= d * 0.92;
      }
      const cover = d < 0.004 ? 1 : clamp01(1 - nearest / (scale * 1.1));
      if (cover <= 0) continue;
      z = nearestZ;
      const e = 0.004;
      const d0 = distance(x, y, z);
      const here = isHair();
      let nx = distance(x + e, y, z) - d0;
      let ny = distance(x, y + e, z) - d0;
      let nz = distance(x, y, z + e) - d0;
      const length = length3(nx, ny, nz) || 1;
      nx /= length;
      ny /= length;
      nz /= length;
      // Occlusion: how much closer the surface is, a little way out, than it would be in the open.
      const occlusion = clamp01(0.3 + (0.7 * distance(x + nx * 0.12, y + ny * 0.12, z + nz * 0.12)) / 0.12);
      // Key: a soft box from the left and above. Rim: a strip from behind on the right.
      const key = nx * towards[0] + ny * towards[1] + nz * towards[2];
      const rim = nx * 0.86 + ny * 0.18 - nz * 0.42;
      let shadow = 1;
      for (let s = 0.06, k = 0; k < 12 && s < 1.1 && key > -0.12; k++) {
        const blocked = distance(x + towards[0] * s, y + towards[1] * s, z + towards[2] * s);
        shadow = Math.min(shadow, 0.5 + (blocked * 3) / s);
        if (shadow <= 0) break;
        s += Math.max(0.045, blocked * 0.8);
      }
      shadow = smoothstep(0, 1, shadow);
      const diffuse = Math.max(0, (key + 0.12) / 1.12) * shadow;
      const strip = Math.max(0, rim) ** 1.5;
      const gloss = Math.max(0, -0.62 * nx + 0.24 * ny + 0.74 * nz) ** 26 * shadow;
      const edge = Math.max(0, 1 - Math.abs(nz)) ** 3;
      const falloff = smoothstep(-1.3, -0.55, y);
      const pores = 1 + 0.05 * noise.fractal(x * 30 + nx * 3, y * 30, 2);
      const [lip, line] = makeUp(x, y, z);
      for (let c = 0; c < 3; c++) {
        const warm = c === 0 ? 1 : c === 1 ? 0.5 : 0.36;
        let albedo = here ? HAIR[c]! : mix(mix(SKIN[c]!, LIPS[c]!, lip), HAIR[c]!, line) * pores;
        if (here) albedo *= 0.7 + 0.6 * Math.abs(noise.at(x * 40 + y * 12, z * 30));
        const terminator = here
          ? 0
          : SKIN_DEEP[c]! * warm * Math.max(0, 0.22 - Math.abs(key - 0.08)) * 1.1 * shadow;
        const lit =
          albedo * (diffuse * 1.75 + strip * (here ? 4 : 1.5) + 0.012) * occlusion +
          terminator +
          (here ? 0.09 : 0.13) * gloss +
          strip * edge * (c === 2 ? 0.3 : 0.24);
        rgb[at + c] = lit * cover * falloff;
      }
    }
}
