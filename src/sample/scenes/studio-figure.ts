import { addEnlarged } from '../pixels/blur.ts';
import { createFrame, type Frame, type View } from '../pixels/frame.ts';
import { length2, length3 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, colour, join, mix, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

/**
 * A bust against black velvet in flash light, as a signed distance field (Hart 1996, sphere tracing).
 * Unit: the height of a head. The origin lies in the middle of the skull; y up, z towards the camera.
 */
const SKIN = colour('#d9a384');
const SKIN_DEEP = colour('#a04a2e');
/** Height of the picture in heads. */
const HEADS_HIGH = 2.5;
const LIPS = colour('#a4504c');
const HAIR = colour('#1d1310');

function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const k0 = length3(x / rx, y / ry, z / rz);
  const k1 = length3(x / (rx * rx), y / (ry * ry), z / (rz * rz));
  return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
}

function capsule(
  x: number,
  y: number,
  z: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  ra: number,
  rb: number,
): number {
  const ux = bx - ax;
  const uy = by - ay;
  const uz = bz - az;
  const t = clamp01(((x - ax) * ux + (y - ay) * uy + (z - az) * uz) / (ux * ux + uy * uy + uz * uz));
  return length3(x - ax - ux * t, y - ay - uy * t, z - az - uz * t) - mix(ra, rb, t);
}

/** Head, turned into its own axes: the face looks along +z. */
function face(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  let d = ellipsoid(x, y - 0.07, z + 0.06, 0.35, 0.41, 0.42);
  d = join(d, ellipsoid(x, y + 0.16, z - 0.1, 0.255, 0.33, 0.27), 0.14);
  d = join(d, ellipsoid(x, y + 0.4, z - 0.24, 0.1, 0.085, 0.1), 0.13);
  d = join(d, ellipsoid(side - 0.19, y + 0.1, z - 0.2, 0.1, 0.09, 0.1), 0.12);
  // Brow, eye sockets, closed lids.
  d = join(d, capsule(side, y, z, 0.05, 0.045, 0.345, 0.2, 0.045, 0.275, 0.035, 0.03), 0.07);
  d = -join(-d, ellipsoid(side - 0.13, y + 0.045, z - 0.42, 0.085, 0.055, 0.095), 0.06);
  d = join(d, ellipsoid(side - 0.13, y + 0.05, z - 0.245, 0.078, 0.06, 0.075), 0.025);
  // Nose.
  d = join(d, capsule(x, y, z, 0, 0.02, 0.345, 0, -0.13, 0.41, 0.028, 0.04), 0.07);
  d = join(d, ellipsoid(x, y + 0.155, z - 0.405, 0.046, 0.04, 0.05), 0.04);
  d = join(d, ellipsoid(side - 0.045, y + 0.168, z - 0.365, 0.034, 0.028, 0.045), 0.04);
  // Lips.
  d = join(d, ellipsoid(x, y + 0.28, z - 0.33, 0.09, 0.024, 0.045), 0.05);
  d = join(d, ellipsoid(x, y + 0.325, z - 0.322, 0.076, 0.03, 0.046), 0.045);
  return d;
}

/** Combed back over the ears into a knot. */
function hair(x: number, y: number, z: number): number {
  const cap = ellipsoid(x, y - 0.08, z + 0.1, 0.385, 0.44, 0.435);
  const hairline = 0.95 * z - 0.42 * y - 0.1 + 0.22 * Math.abs(x);
  const nape = ellipsoid(x, y + 0.22, z + 0.26, 0.28, 0.24, 0.22);
  const knot = ellipsoid(x, y + 0.02, z + 0.58, 0.17, 0.18, 0.15);
  const strands = 0.006 * Math.sin(26 * Math.atan2(y - 0.05, x) + 9 * z) * smoothstep(0.18, -0.1, z);
  return join(join(Math.max(cap + strands, hairline), nape + strands, 0.1), knot + strands, 0.07);
}

function body(x: number, y: number, z: number): number {
  // Rounded in the middle, or the two halves meet in a crease.
  const side = Math.sqrt(x * x + 0.004);
  let d = capsule(x, y, z, 0, -0.3, -0.06, 0, -0.78, -0.12, 0.165, 0.18);
  d = join(d, capsule(side, y, z, 0.04, -0.76, -0.14, 0.66, -0.99, -0.12, 0.13, 0.17), 0.2);
  d = join(d, ellipsoid(x, y + 1.5, z + 0.1, 0.55, 0.72, 0.28), 0.22);
  d = join(d, capsule(side, y, z, 0.7, -1.02, -0.12, 0.78, -1.8, -0.1, 0.165, 0.13), 0.1);
  // Collar bones.
  d = join(d, capsule(side, y, z, 0.06, -0.93, 0.05, 0.5, -0.88, -0.03, 0.03, 0.03), 0.12);
  return d;
}

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
  { key: KEY, turn: turns }: Setup,
  seed: number,
  seconds: number,
): void {
  const noise = createNoise(seed);
  // The model turns the head from shot to shot, from nearly frontal to profile.
  const turn = -mix(turns[0], turns[1], 0.5 - 0.5 * Math.cos(seconds * 0.35));
  const nod = 0.06 + 0.06 * Math.sin(seconds * 0.7);
  const cosT = Math.cos(turn);
  const sinT = Math.sin(turn);
  const cosN = Math.cos(nod);
  const sinN = Math.sin(nod);

  let onHair = false;
  function distance(x: number, y: number, z: number): number {
    // Into the head's axes: turn about y, then nod about x, pivot at the top of the neck.
    const hx = x * cosT - z * sinT;
    const hz0 = x * sinT + z * cosT;
    const py = y + 0.35;
    const hy = py * cosN + hz0 * sinN - 0.35;
    const hz = hz0 * cosN - py * sinN;
    // Far from the head its bounding sphere is near enough.
    const outside = length3(hx, hy + 0.02, hz + 0.1) - 0.66;
    const torso = y > 0.1 ? 9 : body(x, y, z);
    if (outside > 0.15) {
      onHair = false;
      return Math.min(torso, outside);
    }
    const skinTone = join(face(hx, hy, hz), torso, 0.07);
    const dark = hy < -0.6 ? 9 : hair(hx, hy, hz);
    onHair = dark < skinTone;
    return onHair ? dark : skinTone;
  }

  /** Share of lip colour, and of the dark of brows and lashes, at a place on the head. */
  function makeUp(x: number, y: number, z: number): readonly [number, number] {
    const hx = Math.abs(x * cosT - z * sinT);
    const hz0 = x * sinT + z * cosT;
    const py = y + 0.35;
    const hy = py * cosN + hz0 * sinN - 0.35;
    if (hz0 * cosN - py * sinN < 0.16) return [0, 0];
    const lips = smoothstep(1.15, 0.7, length2(hx / 0.1, (hy + 0.307) / 0.05)) * 0.6;
    const mouth =
      smoothstep(0.085, 0.06, hx) * smoothstep(0.009, 0.001, Math.abs(hy + 0.301 - hx * hx * 0.6)) * 0.8;
    const along = smoothstep(0.125, 0.08, Math.abs(hx - 0.15));
    const arch = Math.abs(hy - 0.072 + (hx - 0.16) ** 2 * 2.4);
    const brow = along * smoothstep(0.026, 0.004, arch) * 0.75;
    const lash =
      smoothstep(0.075, 0.05, Math.abs(hx - 0.13)) *
      smoothstep(0.016, 0.003, Math.abs(hy + 0.083 - (hx - 0.13) ** 2 * 5));
    return [lips, clamp01(brow + lash * 0.9 + mouth)];
  }

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
      const here = onHair;
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
      const key = nx * KEY[0] + ny * KEY[1] + nz * KEY[2];
      const rim = nx * 0.86 + ny * 0.18 - nz * 0.42;
      let shadow = 1;
      for (let s = 0.06, k = 0; k < 12 && s < 1.1 && key > -0.12; k++) {
        const blocked = distance(x + KEY[0] * s, y + KEY[1] * s, z + KEY[2] * s);
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
