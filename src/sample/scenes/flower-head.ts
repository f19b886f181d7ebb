import { seededRandom } from '../../algorithms/seeded-random.ts';
import { blur } from '../pixels/blur.ts';
import { createFrame, type Frame, shade, toPixels, type View } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise, type Noise } from '../pixels/noise.ts';
import { clamp01, colour, mix, over, type Rgb, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

export interface Bloom {
  readonly petals: number;
  /** From the heart of the flower to the tip of a petal. */
  readonly colours: readonly (readonly [number, string])[];
  readonly heart: string;
  /** Blurred greens and light of the background. */
  readonly background: readonly string[];
  readonly bokeh: readonly string[];
}

/** Half width of a petal from its foot to its tip, as a share of the widest place. */
const OUTLINE_STEPS = 1024;
const OUTLINE = Float64Array.from(
  { length: OUTLINE_STEPS + 1 },
  (_, i) => Math.max(0, Math.sin(Math.PI * (i / OUTLINE_STEPS) ** 0.62)) ** 0.75,
);

const LEAF_SHADE = colour('#10210f');

/** A flower head from above, its petals in the spiral of a dahlia, in front of a blurred garden. */
export const flowerHead =
  (bloom: Bloom): Scene =>
  (frame, { seed, view, seconds }) => {
    const noise = createNoise(seed);
    garden(frame, view, seed, bloom, noise);
    const sway = 0.01 * Math.sin(seconds * 1.3);
    const sharp = createFrame(frame.width, frame.height);
    sharp.rgb.set(frame.rgb);
    drawPetals(sharp, { ...view, panX: view.panX - sway }, seed, bloom, noise);
    // Shallow focus: the middle ring is sharp, the outer petals and the very heart are less so.
    const soft: Frame = { ...sharp, rgb: sharp.rgb.slice() };
    blur(soft, frame.height * view.zoom * 0.0045, 2);
    shadeFocus(frame, view, sharp, soft);
  };

function shadeFocus(frame: Frame, view: View, sharp: Frame, soft: Frame): void {
  let at = 0;
  shade(frame, view, (x, y, out) => {
    const r = length2(x, y - 0.02);
    const share = smoothstep(0.27, 0.42, r);
    for (let c = 0; c < 3; c++) out[c] = mix(sharp.rgb[at + c]!, soft.rgb[at + c]!, share);
    at += 3;
  });
}

function garden(frame: Frame, view: View, seed: number, bloom: Bloom, noise: Noise): void {
  const greens = bloom.background.map(colour);
  const far = { ...view, panX: view.panX * 0.6, panY: view.panY * 0.6 };
  shade(frame, far, (x, y, out) => {
    out[0] = LEAF_SHADE[0];
    out[1] = LEAF_SHADE[1];
    out[2] = LEAF_SHADE[2];
    greens.forEach((green, i) => {
      over(
        out,
        green,
        smoothstep(-0.15, 0.45, noise.at(x * 1.9 + i * 11, y * 2.3 - i * 5) + (y + 0.1) * 0.4),
      );
    });
  });
  const random = seededRandom(seed + 5);
  const place = toPixels(frame, far);
  const lights = bloom.bokeh.map(colour);
  for (let i = 0; i < 46; i++) {
    const [cx, cy] = place((random() - 0.5) * 1.9, (random() - 0.35) * 1.2);
    const radius = (0.025 + 0.05 * random() ** 1.5) * frame.height * view.zoom;
    disc(frame, cx, cy, radius, lights[Math.floor(random() * lights.length)]!, 0.1 + 0.5 * random() ** 2);
  }
  blur(frame, frame.height * 0.004, 2);
}

/** A point of light out of focus: a disc, a little brighter at its rim. */
export function disc(frame: Frame, cx: number, cy: number, radius: number, light: Rgb, amount: number): void {
  const { width, height, rgb } = frame;
  const left = Math.max(0, Math.floor(cx - radius));
  const right = Math.min(width - 1, Math.ceil(cx + radius));
  const bottom = Math.min(height - 1, Math.ceil(cy + radius));
  for (let row = Math.max(0, Math.floor(cy - radius)); row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const r = length2(column - cx, row - cy) / radius;
      if (r >= 1) continue;
      const share = amount * smoothstep(1, 0.94, r) * (0.72 + 0.5 * r ** 6);
      const at = 3 * (row * width + column);
      for (let c = 0; c < 3; c++) rgb[at + c]! += light[c]! * share;
    }
}

function drawPetals(frame: Frame, view: View, seed: number, bloom: Bloom, noise: Noise): void {
  const random = seededRandom(seed + 1);
  const place = toPixels(frame, view);
  const scale = frame.height * view.zoom;
  const petalColour = ramp(bloom.colours);
  const heart = colour(bloom.heart);
  const paint = new Float64Array(3);
  const rollCos = Math.cos(view.rollRadians);
  const rollSin = Math.sin(view.rollRadians);
  const { width, height, rgb } = frame;
  for (let i = bloom.petals; i >= 1; i--) {
    const rank = i / bloom.petals;
    const angle = i * GOLDEN_ANGLE + (random() - 0.5) * 0.16;
    const foot = 0.1 * rank ** 1.5;
    const length = (0.035 + 0.27 * rank ** 0.72) * (0.94 + 0.12 * random());
    const halfWidth = length * (0.26 + 0.06 * (1 - rank)) * (0.92 + 0.16 * random());
    const bend = (random() - 0.5) * 0.22;
    const bright = 0.86 + 0.2 * random();
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const [mx, my] = place(cos * (foot + length / 2), 0.02 + sin * (foot + length / 2));
    const reach = (length * 0.5 + halfWidth * 1.4) * scale;
    const right = Math.min(width - 1, Math.ceil(mx + reach));
    const bottom = Math.min(height - 1, Math.ceil(my + reach));
    // Beyond the shadow nothing of this petal is left to see.
    const farAside = halfWidth + 0.05;
    for (let row = Math.max(0, Math.floor(my - reach)); row <= bottom; row++)
      for (let column = Math.max(0, Math.floor(mx - reach)); column <= right; column++) {
        const px = (column - width / 2) / scale;
        const py = (height / 2 - row) / scale;
        const x = px * rollCos - py * rollSin + view.panX;
        const y = px * rollSin + py * rollCos + view.panY - 0.02;
        const u = (x * cos + y * sin - foot) / length;
        if (u <= 0 || u >= 1) continue;
        const aside = y * cos - x * sin - bend * u * u * length;
        if (aside > farAside || aside < -farAside) continue;
        const profile = OUTLINE[(u * OUTLINE_STEPS) | 0]! * halfWidth;
        const distance = (Math.abs(aside) - profile) * scale;
        const at = 3 * (row * width + column);
        if (distance > 0.5) {
          // The soft shadow that a petal throws on what lies below it.
          if (distance > 0.05 * scale) continue;
          const shadow = 0.42 * Math.exp(-distance / (0.012 * scale)) * clamp01(profile / halfWidth);
          for (let c = 0; c < 3; c++) rgb[at + c]! *= 1 - shadow;
          continue;
        }
        const v = Math.min(1, Math.max(-1, aside / (profile + 1e-4)));
        const across = Math.abs(v);
        petalColour(clamp01(0.12 + 0.86 * u * (0.55 + 0.45 * rank) + (1 - rank) * -0.1), paint);
        const light = cos * -0.35 + sin * 0.5;
        const cup = v * (-sin * -0.35 + cos * 0.5);
        const veins = 0.07 * noise.at(v * 7 + i * 3, u * 2.2) + 0.04 * noise.at(v * 19, u * 4 + i);
        const crease = -0.16 * Math.exp(-across * across * 60) * (1 - u);
        const deep = mix(0.28, 1, smoothstep(-0.05, 0.55, u));
        const shine =
          bright * deep * (0.92 + 0.3 * light * u + 0.34 * cup + veins + crease + 0.1 * across * across);
        const alpha = clamp01(0.5 - distance);
        for (let c = 0; c < 3; c++) {
          const inner = mix(heart[c]!, paint[c]!, smoothstep(0, 0.22, rank));
          rgb[at + c] = mix(rgb[at + c]!, inner * shine * 1.25, alpha);
        }
      }
  }
}
