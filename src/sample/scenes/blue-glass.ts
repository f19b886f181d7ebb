import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, colour, glow, over, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

const COBALT = ramp([
  [0, '#020824'],
  [0.35, '#0b2f9c'],
  [0.6, '#1d6fd8'],
  [0.8, '#5cc0ee'],
  [1, '#eafcff'],
]);
const GOLD = colour('#f0b048');

/** Blown glass from close by: blue swirls, gold leaf, bubbles, and the window in the highlights. */
export const blueGlass: Scene = (frame, { seed, view }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  const back = ramp([
    [0, '#1a1410'],
    [0.5, '#4a382c'],
    [1, '#a08c74'],
  ]);
  shade(frame, view, (x, y, out) => {
    back(0.5 + 0.5 * y + 0.28 * noise.at(x * 1.1, y * 1.3), out);
    const table = smoothstep(-0.24, -0.36, y);
    over(out, [0.14, 0.09, 0.06], table * 0.8);
    // The light that the glass throws on the table.
    const throwX = (x - 0.22) / 0.5;
    const throwY = (y + 0.4) / 0.09;
    const caustic = Math.exp(-(throwX * throwX + throwY * throwY));
    glow(out, [0.05, 0.28, 0.9], caustic * (0.5 + 0.9 * noise.ridged(x * 5, y * 16, 3)));
    const dx = x + 0.02;
    const dy = y + 0.02;
    const radius = 0.36 + 0.012 * Math.sin(Math.atan2(dy, dx) * 3 + 1);
    const r = length2(dx, dy) / radius;
    const inside = clamp01(((1 - r) * radius) / soft + 0.5);
    if (inside <= 0) return;
    const z = Math.sqrt(Math.max(0, 1 - r * r));
    // Bent through the ball, everything inside looks larger in the middle.
    const u = (dx / radius) * (0.55 + 0.45 * (1 - z));
    const v = (dy / radius) * (0.55 + 0.45 * (1 - z));
    const twist = 2.6 * (1 - r * 0.6);
    const wu = u * Math.cos(twist) - v * Math.sin(twist);
    const wv = u * Math.sin(twist) + v * Math.cos(twist);
    const fold = noise.fractal(wu * 2.2, wv * 2.2, 3);
    const ribbon = Math.sin(9 * wu + 6 * fold + 2 * wv);
    const inner = new Float64Array(3);
    COBALT(clamp01(0.34 + 0.3 * ribbon + 0.22 * fold + 0.25 * v - 0.1 * r), inner);
    const fine = smoothstep(0.93, 1, Math.sin(26 * wu + 12 * fold)) * 0.5;
    for (let c = 0; c < 3; c++) inner[c] = inner[c]! * (0.75 + 0.55 * z) + fine * 0.5;
    const leaf =
      smoothstep(0.5, 0.62, noise.ridged(wu * 4 + 5, wv * 4, 4)) *
      smoothstep(0.1, 0.4, noise.at(wu * 2, wv * 2));
    over(inner, [GOLD[0] * 1.3, GOLD[1] * 1.3, GOLD[2] * 1.3], leaf * 0.85);
    const bubble = noise.at(wu * 17, wv * 17);
    glow(inner, [0.6, 0.85, 1], smoothstep(0.72, 0.8, bubble) * 0.7);
    // Rim: total reflection, dark and then bright.
    const rim = smoothstep(0.86, 0.97, r) * smoothstep(1, 0.985, r);
    over(inner, [0.01, 0.03, 0.12], smoothstep(0.78, 0.95, r) * 0.75);
    glow(inner, [0.35, 0.6, 0.9], rim * (0.5 + (0.5 * dy) / radius));
    // A window with four panes, and its ghost on the far side.
    const wx = (dx / radius + 0.42) / (0.5 + 0.5 * z);
    const wy = (dy / radius - 0.48) / (0.5 + 0.5 * z);
    const pane = smoothstep(0.17, 0.15, Math.abs(wx)) * smoothstep(0.2, 0.18, Math.abs(wy));
    const bars = smoothstep(0.008, 0.016, Math.abs(wx)) * smoothstep(0.008, 0.016, Math.abs(wy));
    glow(inner, [2.4, 2.5, 2.6], pane * bars * 0.8);
    const ghost = length2((dx / radius - 0.45) * 1.4, dy / radius + 0.55);
    glow(inner, [0.5, 0.8, 1], Math.exp(-ghost * ghost * 22) * 0.8);
    over(out, [inner[0]!, inner[1]!, inner[2]!], inside);
  });
};
