import { seededRandom } from '../../algorithms/seeded-random.ts';
import { blur } from '../pixels/blur.ts';
import { createFrame, type Frame, shade, toPixels, type View } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise, type Noise } from '../pixels/noise.ts';
import { clamp01, colour, mix, over, type Rgb, smoothstep } from '../pixels/tone.ts';
import { disc } from './flower-head.ts';
import type { Scene } from './scene.ts';

const LEAF = colour('#3f6b2f');
const SHADE = colour('#14261a');
const LIGHT = colour('#7fa257');
const PETALS = ['#6f7fd6', '#8a8fe0', '#a79be4', '#5a6cc4', '#c0aee8', '#7d9be0'].map(colour);
const EYE = colour('#e9ecc0');

interface Ball {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0 in focus, 1 far behind. */
  readonly blur: number;
}

const BALLS: readonly Ball[] = [
  { x: -0.62, y: 0.26, radius: 0.17, blur: 1 },
  { x: 0.6, y: 0.3, radius: 0.2, blur: 1 },
  { x: -0.1, y: 0.42, radius: 0.13, blur: 1 },
  { x: 0.56, y: -0.2, radius: 0.23, blur: 0.45 },
  { x: -0.52, y: -0.28, radius: 0.24, blur: 0.45 },
  { x: 0.02, y: -0.01, radius: 0.29, blur: 0 },
];

/** Hydrangeas in a garden: balls of four-petalled florets, near ones sharp, far ones soft. */
export const hydrangea: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const random = seededRandom(seed);
  shade(frame, view, (x, y, out) => {
    out[0] = SHADE[0];
    out[1] = SHADE[1];
    out[2] = SHADE[2];
    over(out, LEAF, smoothstep(-0.3, 0.4, noise.at(x * 3 + 1, y * 3.4)) * 0.8);
    over(out, LIGHT, smoothstep(0.1, 0.6, noise.at(x * 2.2, y * 2.6 + 7) + y * 0.5) * 0.8);
  });
  const place = toPixels(frame, view);
  const scale = frame.height * view.zoom;
  for (let i = 0; i < 26; i++) {
    const [cx, cy] = place((random() - 0.5) * 1.7, 0.1 + random() * 0.45);
    disc(frame, cx, cy, scale * (0.02 + 0.035 * random()), colour('#e6f2b8'), 0.12 + 0.4 * random() ** 2);
  }
  let level = 1;
  for (const ball of BALLS) {
    if (ball.blur < level) {
      blur(frame, scale * 0.011 * (level - ball.blur), 2);
      level = ball.blur;
    }
    leaves(frame, view, ball, noise);
    florets(frame, view, ball, random, noise, 0.004 * Math.sin(seconds * 1.1 + ball.x * 5));
  }
  // The edge of the front ball lies behind the plane of focus.
  const soft = createFrame(frame.width, frame.height);
  soft.rgb.set(frame.rgb);
  blur(soft, scale * 0.004, 2);
  let at = 0;
  const front = BALLS[BALLS.length - 1]!;
  shade(frame, view, (x, y, out) => {
    const share = smoothstep(front.radius * 0.62, front.radius * 1.15, length2(x - front.x, y - front.y));
    for (let c = 0; c < 3; c++) out[c] = mix(frame.rgb[at + c]!, soft.rgb[at + c]!, share);
    at += 3;
  });
};

/** Four broad leaves under a ball. */
function leaves(frame: Frame, view: View, ball: Ball, noise: Noise): void {
  const { width, height, rgb } = frame;
  const place = toPixels(frame, view);
  const scale = frame.height * view.zoom;
  for (let i = 0; i < 5; i++) {
    const angle = i * 1.26 + ball.x * 3 + 0.4;
    const length = ball.radius * 1.65;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const [px, py] = place(ball.x + cos * length * 0.5, ball.y + sin * length * 0.5);
    const reach = length * 0.6 * scale;
    for (let row = Math.max(0, Math.floor(py - reach)); row < Math.min(height, py + reach); row++)
      for (let column = Math.max(0, Math.floor(px - reach)); column < Math.min(width, px + reach); column++) {
        const dx = (column - px) / scale;
        const dy = (py - row) / scale;
        const u = (dx * cos + dy * sin) / length + 0.5;
        if (u <= 0 || u >= 1) continue;
        const v = dy * cos - dx * sin;
        const half = Math.sin(Math.PI * u ** 0.8) * length * 0.3 * (1 + 0.04 * Math.sin(u * 90));
        const cover = clamp01((half - Math.abs(v)) * scale + 0.5);
        if (cover <= 0) continue;
        const rib = Math.exp(-((v / (half + 1e-4)) ** 2) * 180) * 0.25;
        const side = Math.sin((u - Math.abs(v) * 3.2) * 62) * 0.07;
        const shine =
          0.55 + 0.5 * (v > 0 ? sin + 0.4 : 0.5 - sin * 0.4) + rib + side + 0.18 * noise.at(u * 6, v * 30);
        const at = 3 * (row * width + column);
        for (let c = 0; c < 3; c++)
          rgb[at + c] = mix(rgb[at + c]!, LEAF[c]! * shine * (0.45 + 0.5 * u), cover);
      }
  }
}

function florets(
  frame: Frame,
  view: View,
  ball: Ball,
  random: () => number,
  noise: Noise,
  sway: number,
): void {
  const { width, height, rgb } = frame;
  const place = toPixels(frame, view);
  const scale = frame.height * view.zoom;
  const count = 150;
  const order = Array.from({ length: count }, (_, i) => {
    // A spiral over the half sphere that faces the camera; the rim is drawn first.
    const height = (i + 0.5) / count;
    return {
      rise: height,
      angle: i * 2.39996 + random() * 0.3,
      turn: random() * 1.57,
      tint: random(),
      size: random(),
    };
  });
  for (const floret of order) {
    const out = Math.sqrt(1 - floret.rise * floret.rise);
    const nx = Math.cos(floret.angle) * out;
    const ny = Math.sin(floret.angle) * out;
    const size = ball.radius * (0.15 + 0.04 * floret.size) * (0.82 + 0.28 * floret.rise);
    const squeeze = 0.5 + 0.5 * floret.rise;
    const [px, py] = place(ball.x + sway + nx * ball.radius, ball.y + ny * ball.radius);
    const reach = size * scale * 1.15;
    const base = PETALS[Math.floor(floret.tint * PETALS.length)]!;
    const light = 0.46 + 0.34 * ny - 0.18 * nx + 0.38 * floret.rise;
    const cosA = Math.cos(floret.angle);
    const sinA = Math.sin(floret.angle);
    for (let row = Math.max(0, Math.floor(py - reach)); row < Math.min(height, py + reach); row++)
      for (let column = Math.max(0, Math.floor(px - reach)); column < Math.min(width, px + reach); column++) {
        const dx = (column + 0.5 - px) / (size * scale);
        const dy = (py - row - 0.5) / (size * scale);
        // Foreshortened towards the rim of the ball, then turned its own way.
        const radial = (dx * cosA + dy * sinA) / squeeze;
        const tangent = dy * cosA - dx * sinA;
        const r = length2(radial, tangent);
        if (r > 1.15) continue;
        const angle = Math.atan2(tangent, radial) + floret.turn;
        const lobe = Math.abs(Math.cos(2 * angle));
        const outline = 0.58 + 0.42 * lobe ** 0.6;
        const inside = clamp01((outline - r) * size * scale + 0.5);
        const at = 3 * (row * width + column);
        if (inside < 1) {
          const shadow = 0.5 * clamp01(1 - (r - outline) / 0.25) * (1 - inside);
          for (let c = 0; c < 3; c++) rgb[at + c]! *= 1 - shadow;
        }
        if (inside <= 0) continue;
        const vein =
          0.1 * Math.cos(angle * 16) * r * (1 - r) +
          0.05 * noise.at(radial * 6 + floret.tint * 90, tangent * 6);
        const overlap = 1 - 0.32 * (1 - lobe) ** 2 * r;
        const deep = mix(0.6, 1, smoothstep(0.04, 0.5, r));
        const shine = light * overlap * deep * (0.86 + 0.3 * r + vein) * 1.5;
        const eye = smoothstep(0.1, 0.07, r);
        const colourOf = (c: 0 | 1 | 2): number => mix((base as Rgb)[c] * shine, EYE[c] * light * 1.5, eye);
        rgb[at] = mix(rgb[at]!, colourOf(0), inside);
        rgb[at + 1] = mix(rgb[at + 1]!, colourOf(1), inside);
        rgb[at + 2] = mix(rgb[at + 2]!, colourOf(2), inside);
      }
  }
}
