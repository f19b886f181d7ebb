import { type Frame, pixelSize, shade, toPixels, type View } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise, type Noise } from '../pixels/noise.ts';
import { clamp01, colour, glow, mix, type Rgb, smoothstep } from '../pixels/tone.ts';
import { createDancer, type Pose, poseAt } from './dancer.ts';
import type { Scene } from './scene.ts';

const FLOOR = -0.33;
/** Size of a metre on the picture plane. */
const METRE = 0.36;

const BEAMS: readonly { x: number; light: Rgb; lean: number; width: number }[] = [
  { x: -0.62, light: [0.25, 0.5, 1.5], lean: 0.5, width: 0.1 },
  { x: -0.25, light: [1.4, 0.35, 0.7], lean: 0.2, width: 0.085 },
  { x: 0.2, light: [1.5, 0.85, 0.4], lean: -0.16, width: 0.095 },
  { x: 0.6, light: [0.5, 0.3, 1.5], lean: -0.5, width: 0.1 },
];
const CLOTH = colour('#c8323c');
const SKIN = colour('#c98e6e');

/** A dancer in the air on a dark stage: coloured beams in haze, rim light, a polished floor. */
export const stageDancer: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const pose = poseAt(seconds);
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

function dance(frame: Frame, view: View, pose: Pose, travel: number, noise: Noise, seconds: number): void {
  const { hip, chest } = pose;
  const { body, skirt } = createDancer(pose, seconds, noise);
  const pixel = pixelSize(frame, view) / METRE;
  const place = toPixels(frame, view);
  const { width, height, rgb } = frame;
  const [left] = place(travel - 1.3 * METRE, 0);
  const [right] = place(travel + 1.3 * METRE, 0);
  const scale = 1 / (frame.height * view.zoom);
  for (let row = 0; row < height; row++)
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const px = (column + 0.5 - width / 2) * scale + view.panX;
      const py = (height / 2 - row - 0.5) * scale + view.panY;
      const x = (px - travel) / METRE;
      const above = (py - FLOOR) / METRE;
      const y = Math.abs(above);
      if (y > 2.7) continue;
      const strength = above < 0 ? 0.5 * Math.exp(-y * 1.1) : 1;
      const skinD = body(x, y);
      // Skirt and bodice.
      const clothD = Math.min(
        skirt(x, y),
        Math.max(
          skinD - 0.01,
          hip[1] - 0.12 - y,
          y - chest[1] - 0.03,
          Math.abs(x - (hip[0] + chest[0]) / 2) - 0.19,
        ),
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
      const veil = dressed ? 0.55 + 0.45 * clamp01((hip[1] - y) * 2) : 0;
      for (let c = 0; c < 3; c++) {
        const through = CLOTH[c]! * veil * folds * (skinD < 0 ? 0.14 : 0.62);
        const front = dressed ? through : SKIN[c]! * (0.07 + 0.24 * Math.max(0, warm));
        const rim = edge * (warm * BEAMS[2]!.light[c]! + cold * BEAMS[0]!.light[c]!) * (dressed ? 0.35 : 1.3);
        const lit = front + rim;
        rgb[at + c] = mix(rgb[at + c]!, lit, cover);
      }
    }
}
