import { type Frame, pixelSize, shade, toPixels, type View } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise, type Noise } from '../pixels/noise.ts';
import { clamp01, colour, glow, join, mix, type Rgb, smoothstep } from '../pixels/tone.ts';
import { limb } from './passer-by.ts';
import type { Scene } from './scene.ts';

const FLOOR = -0.33;
/** Size of a metre on the picture plane. */
const METRE = 0.36;

/** Joints in metres: x to the right, y up from the floor. */
interface Pose {
  readonly hip: readonly [number, number];
  readonly chest: readonly [number, number];
  readonly head: readonly [number, number];
  readonly hands: readonly [number, number, number, number];
  readonly elbows: readonly [number, number, number, number];
  readonly knees: readonly [number, number, number, number];
  readonly feet: readonly [number, number, number, number];
}

/** A leap, from the first step to the landing. */
const POSES: readonly Pose[] = [
  {
    hip: [0, 0.98],
    chest: [0.02, 1.42],
    head: [0.04, 1.72],
    hands: [-0.5, 1.62, 0.52, 1.05],
    elbows: [-0.34, 1.4, 0.33, 1.2],
    knees: [0.02, 0.52, -0.3, 0.62],
    feet: [0, 0.05, -0.66, 0.34],
  },
  {
    hip: [0, 1.14],
    chest: [0.05, 1.57],
    head: [0.09, 1.87],
    hands: [-0.6, 1.9, 0.68, 1.74],
    elbows: [-0.34, 1.62, 0.38, 1.6],
    knees: [0.4, 1.06, -0.4, 1.02],
    feet: [0.86, 0.98, -0.86, 1.06],
  },
  {
    hip: [0, 1.2],
    chest: [-0.03, 1.63],
    head: [-0.07, 1.93],
    hands: [-0.4, 2.22, 0.56, 2.14],
    elbows: [-0.34, 1.88, 0.36, 1.84],
    knees: [0.43, 1.18, -0.42, 1.04],
    feet: [0.9, 1.22, -0.9, 0.98],
  },
  {
    hip: [0, 0.9],
    chest: [0.1, 1.33],
    head: [0.18, 1.62],
    hands: [-0.62, 1.2, 0.62, 1.78],
    elbows: [-0.3, 1.24, 0.42, 1.5],
    knees: [0.26, 0.5, -0.42, 0.56],
    feet: [0.1, 0.05, -0.86, 0.2],
  },
];

const BEAMS: readonly { x: number; light: Rgb; lean: number; width: number }[] = [
  { x: -0.62, light: [0.25, 0.5, 1.5], lean: 0.5, width: 0.1 },
  { x: -0.25, light: [1.4, 0.35, 0.7], lean: 0.2, width: 0.085 },
  { x: 0.2, light: [1.5, 0.85, 0.4], lean: -0.16, width: 0.095 },
  { x: 0.6, light: [0.5, 0.3, 1.5], lean: -0.5, width: 0.1 },
];
const CLOTH = colour('#c8323c');
const SKIN = colour('#c98e6e');

function blend(a: readonly number[], b: readonly number[], share: number): number[] {
  return a.map((value, i) => mix(value, b[i]!, share));
}

/** A dancer in the air on a dark stage: coloured beams in haze, rim light, a polished floor. */
export const stageDancer: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const at = Math.min(POSES.length - 1.001, Math.max(0, seconds * 1.4));
  const share = smoothstep(0, 1, at - Math.floor(at));
  const a = POSES[Math.floor(at)]!;
  const b = POSES[Math.floor(at) + 1]!;
  const pose = (Object.keys(a) as (keyof Pose)[]).map((joint) => blend(a[joint], b[joint], share));
  const travel = 0.12 - seconds * 0.1;

  shade(frame, view, (x, y, out) => {
    const mirrored = y < FLOOR;
    const up = mirrored ? 2 * FLOOR - y : y;
    out[0] = 0.006;
    out[1] = 0.007;
    out[2] = 0.016;
    const folds = 0.5 + 0.5 * Math.sin(x * 46 + 3 * noise.at(x * 3, up));
    const curtain = 0.02 * folds * smoothstep(FLOOR, 0.2, up);
    glow(out, [1.2, 0.25, 0.3], curtain);
    const smoke = 0.62 + 0.55 * noise.fractal(x * 1.8 + seconds * 0.05, up * 2.6, 4);
    for (const beam of BEAMS) {
      const fall = 0.62 - up;
      const middle = beam.x + beam.lean * fall;
      const spread = 0.012 + beam.width * fall;
      const core = Math.exp(-(((x - middle) / spread) ** 2) * 1.6);
      glow(out, beam.light, (core * 0.26 * smoke) / (0.3 + fall));
      glow(out, beam.light, 0.05 * smoke * Math.exp(-(((x - middle) / 0.3) ** 2)));
      const lamp = length2(x - beam.x, (up - 0.52) * 1.2);
      glow(out, beam.light, 0.9 * Math.exp(-lamp * 42));
    }
    if (mirrored) {
      const depth = FLOOR - y;
      const boards = 0.9 + 0.1 * Math.sign(Math.sin((x / (0.35 + depth)) * 60));
      for (const beam of BEAMS) {
        const middle = beam.x + beam.lean * 0.92;
        const pool = Math.exp(-(((x - middle) / 0.17) ** 2) - ((depth - 0.08) / 0.09) ** 2);
        glow(out, beam.light, pool * 0.26);
      }
      const keep = (0.34 + 0.5 * Math.exp(-depth * 9)) * boards;
      out[0]! *= keep;
      out[1]! *= keep;
      out[2]! *= keep;
    }
  });
  dance(frame, view, pose, travel, noise, seconds);
};

function dance(
  frame: Frame,
  view: View,
  pose: readonly (readonly number[])[],
  travel: number,
  noise: Noise,
  seconds: number,
): void {
  const [hip, chest, head, hands, elbows, knees, feet] = pose as [number[], ...number[][]] as number[][];
  const pixel = pixelSize(frame, view) / METRE;
  const [hx, hy] = [hip![0]!, hip![1]!];
  const [cx, cy] = [chest![0]!, chest![1]!];
  const body = (x: number, y: number): number => {
    let d = limb(x, y, hx, hy, hx * 0.5 + cx * 0.5, hy * 0.5 + cy * 0.5, 0.115, 0.085);
    d = join(d, limb(x, y, hx * 0.4 + cx * 0.6, hy * 0.4 + cy * 0.6, cx, cy, 0.088, 0.1), 0.06);
    d = join(d, limb(x, y, cx - 0.13, cy + 0.07, cx + 0.13, cy + 0.07, 0.055, 0.055), 0.08);
    d = join(d, limb(x, y, cx, cy + 0.08, head![0]!, head![1]! - 0.05, 0.048, 0.042), 0.05);
    d = join(d, length2((x - head![0]!) / 0.82, y - head![1]!) - 0.098, 0.03);
    d = Math.min(d, length2(x - head![0]! + 0.045, y - head![1]! - 0.1) - 0.045);
    for (const i of [0, 2]) {
      const side = i === 0 ? -1 : 1;
      const [ex, ey] = [elbows![i]!, elbows![i + 1]!];
      d = join(d, limb(x, y, cx + side * 0.14, cy + 0.07, ex, ey, 0.05, 0.038), 0.05);
      d = join(d, limb(x, y, ex, ey, hands![i]!, hands![i + 1]!, 0.038, 0.024), 0.03);
      d = join(d, length2(x - hands![i]!, (y - hands![i + 1]!) * 0.7) - 0.027, 0.03);
      const [kx, ky] = [knees![i]!, knees![i + 1]!];
      d = join(d, limb(x, y, hx - side * 0.04, hy - 0.02, kx, ky, 0.1, 0.06), 0.07);
      d = join(d, limb(x, y, kx, ky, feet![i]!, feet![i + 1]!, 0.064, 0.034), 0.05);
      d = join(
        d,
        limb(
          x,
          y,
          feet![i]!,
          feet![i + 1]!,
          feet![i]! + side * 0.05 + (feet![i]! - kx) * 0.2,
          feet![i + 1]! - 0.05,
          0.034,
          0.022,
        ),
        0.03,
      );
    }
    return d;
  };
  // A skirt of thin cloth that the leap blows out behind.
  const skirt = (x: number, y: number): number => {
    const down = hy + 0.12 - y;
    const flare = 0.09 + 0.9 * Math.max(0, down) - 0.42 * down * down;
    const folds = 0.05 * noise.at(x * 4 + seconds * 3, down * 2) + 0.018 * Math.sin(x * 22 + seconds * 5);
    const trail = (travel > 0 ? 0.35 : 0.2) * down * down;
    return Math.max(Math.abs(x - hx - trail) - flare - folds, down - 0.68 - folds * 2.6, -down);
  };
  const place = toPixels(frame, view);
  const { width, height, rgb } = frame;
  const cosX = METRE;
  const [left] = place(travel - 1.3 * cosX, 0);
  const [right] = place(travel + 1.3 * cosX, 0);
  const scale = 1 / (frame.height * view.zoom);
  for (let row = 0; row < height; row++)
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const px = (column + 0.5 - width / 2) * scale + view.panX;
      const py = (height / 2 - row - 0.5) * scale + view.panY;
      const x = (px - travel) / METRE;
      const above = (py - FLOOR) / METRE;
      const y = Math.abs(above);
      if (y > 2.7 || y < 0) continue;
      const strength = above < 0 ? 0.5 * Math.exp(-y * 1.1) : 1;
      const skinD = body(x, y);
      // Skirt and bodice.
      const clothD = Math.min(
        skirt(x, y),
        Math.max(skinD - 0.01, hy - 0.12 - y, y - cy - 0.03, Math.abs(x - (hx + cx) / 2) - 0.19),
      );
      const d = Math.min(skinD, clothD);
      const cover = clamp01(0.5 - d / pixel) * strength;
      if (cover <= 0) continue;
      const dressed = clothD <= skinD;
      // Lit from behind and both sides: bright along the outline, dark in the middle.
      const e = 0.012;
      const shape = dressed && skinD > 0 ? skirt : body;
      const gx = shape(x + e, y) - shape(x - e, y);
      const gy = shape(x, y + e) - shape(x, y - e);
      const norm = Math.max(1e-4, length2(gx, gy));
      const edge = Math.exp(d / 0.009);
      const warm = Math.max(0, gx / norm) + 0.35 * Math.max(0, gy / norm);
      const cold = Math.max(0, -gx / norm) + 0.35 * Math.max(0, gy / norm);
      const folds = dressed ? 0.65 + 0.5 * Math.sin(x * 30 + noise.at(x * 6, y * 2) * 5) : 1;
      const at = 3 * (row * width + column);
      const veil = dressed ? 0.55 + 0.45 * clamp01((hy - y) * 2) : 0;
      for (let c = 0; c < 3; c++) {
        const through = CLOTH[c]! * veil * folds * (skinD < 0 ? 0.14 : 0.62);
        const front = dressed ? through : SKIN[c]! * (0.07 + 0.24 * Math.max(0, warm));
        const rim = edge * (warm * BEAMS[2]!.light[c]! + cold * BEAMS[0]!.light[c]!) * (dressed ? 0.35 : 1.3);
        const lit = front + rim;
        rgb[at + c] = mix(rgb[at + c]!, lit, cover);
      }
    }
}
