import { type Frame, pixelSize, shade, toPixels, type View } from '../pixels/frame.ts';
import { hash2 } from '../pixels/hash2.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { band, clamp01, colour, glow, mix, over, type Rgb, ramp, smoothstep } from '../pixels/tone.ts';
import { paintFigure } from './passer-by.ts';
import type { Scene } from './scene.ts';

// Lengths in metres. The camera stands in the middle of the street and looks along it.
const EYE = 1.7;
const WALL = 8.5;
const KERB = 5.2;
const FOCAL = 0.95;
const HORIZON = -0.06;
const BAY = 2.5;
const FLOOR = 3.3;
const SHOP = 4.4;
const LOT = 17;
const LAMP_EVERY = 21;
const LAMP_HEIGHT = 4.3;

const dusk = ramp([
  [0, '#f0a878'],
  [0.12, '#c58a8e'],
  [0.3, '#6f7aa8'],
  [0.6, '#36538f'],
  [1, '#1b3269'],
]);
const STONE = colour('#cdbb9f');
const SLATE = colour('#434d5e');
const IRON = colour('#14161c');
const LIT: Rgb = [1.9, 1.12, 0.42];
const LAMP: Rgb = [1.3, 0.72, 0.28];
const ASPHALT = colour('#2b2d33');
const PAVING = colour('#4b4945');
const AWNINGS = ['#7c1f24', '#1f4a3a', '#27406e', '#8a5a1c', '#5a2a4a'].map(colour);
const SKYLIGHT: Rgb = [0.2, 0.27, 0.44];

/** A Paris street at the blue hour, after rain: stone fronts, lit windows, lamps and their reflections. */
export const rainyStreet: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);

  function sky(x: number, up: number, out: Float64Array): void {
    dusk(up / 0.75, out);
    const cloud = smoothstep(0.0, 0.4, noise.fractal(x * 1.6 + seconds * 0.002, up * 4.5 + 3, 5));
    over(out, [0.34, 0.22, 0.26], cloud * 0.55 * smoothstep(0.02, 0.2, up));
    // The dome at the end of the street.
    const m = 190 / FOCAL;
    const X = Math.abs(x - 0.012) * m;
    const Y = up * m + EYE;
    const drum = band(-1, 11.5, soft * m, X) * band(-5, 38, soft * m, Y);
    const cap =
      clamp01((1 - length2(X / 10.5, Math.max(0, Y - 38) / 15)) / (soft * 14) + 0.5) * (Y > 37 ? 1 : 0);
    const lantern = band(-1, 1.7, soft * m, X) * band(50, 60, soft * m, Y);
    const cross = band(-1, 0.3, soft * m, X) * band(58, 65, soft * m, Y);
    const base = band(-1, 26, soft * m, X) * band(-5, 23, soft * m, Y);
    const stone = Math.max(drum, cap, lantern, cross, base);
    if (stone > 0) {
      const column = 0.75 + 0.35 * Math.abs(Math.sin(X * 1.15));
      const uplight = 0.9 * Math.exp(-Math.abs(Y - 26) / 9) * column;
      over(out, [0.2 + 0.5 * uplight, 0.17 + 0.3 * uplight, 0.24 + 0.12 * uplight], stone * 0.9);
    }
  }

  /** What a ray meets above the ground: a front or the sky. `eye` is negative for the mirrored camera. */
  function front(x: number, up: number, eye: number, out: Float64Array): void {
    const side = x < 0 ? 0 : 1;
    const Z = (WALL * FOCAL) / Math.max(1e-5, Math.abs(x));
    const Y = eye + (up / FOCAL) * Z;
    if (Z > 190) {
      sky(x, up, out);
      return;
    }
    const lot = Math.floor(Z / LOT + side * 0.43);
    const eaves = SHOP + FLOOR * (4 + Math.floor(hash2(lot, side, seed) * 2.2));
    const roof = eaves + 3.6 + hash2(lot, side + 7, seed) * 1.6;
    const metresAcross = (soft * Z * Z) / (WALL * FOCAL);
    const metresUp = (soft * Z) / FOCAL;
    if (Y > roof + 1.5) {
      sky(x, up, out);
      return;
    }
    const lotShare = Z / LOT + side * 0.43 - lot;
    const chimney = band(0.05, 0.11, metresAcross / LOT, lotShare) * band(0, 1.1, metresUp, Y - roof);
    if (Y > roof) sky(x, up, out);
    const fog = 1 - Math.exp(-Z / 150);
    const tint = 0.8 + 0.35 * hash2(lot, side + 3, seed);
    const nearLamp = Math.abs(((((Z / LAMP_EVERY + side * 0.5) % 1) + 1) % 1) - 0.5);
    const lamp = Math.exp(-((Y - 3.4) ** 2) / 22) * (0.25 + 0.85 * Math.exp(-nearLamp * nearLamp * 22));
    const wallR = SKYLIGHT[0] + LAMP[0] * lamp;
    const wallG = SKYLIGHT[1] + LAMP[1] * lamp;
    const wallB = SKYLIGHT[2] + LAMP[2] * lamp;
    const wear = 1 + 0.16 * noise.fractal(Z * 0.5, Y * 0.7, 3);
    let r = STONE[0] * tint * wear * wallR;
    let g = STONE[1] * tint * wear * wallG;
    let b = STONE[2] * tint * wear * wallB;

    const bay = Math.floor(Z / BAY);
    const across = Z / BAY - bay;
    const blurAcross = Math.max(0.03, metresAcross / BAY);
    // Windows finer than a pixel fade to their mean.
    const detail = clamp01(1.6 - blurAcross * 1.3);
    if (Y < eaves && Y > SHOP) {
      const floor = Math.floor((Y - SHOP) / FLOOR);
      const rise = (Y - SHOP) / FLOOR - floor;
      const blurUp = Math.max(0.02, metresUp / FLOOR);
      const opening = band(0.27, 0.73, blurAcross, across) * band(0.07, 0.78, blurUp, rise) * detail;
      const surround = band(0.2, 0.8, blurAcross, across) * band(0.02, 0.86, blurUp, rise) * detail;
      const frameLine = 0.14 * (surround - opening);
      const cornice = 0.3 * band(0.93, 1, blurUp, rise) - 0.3 * band(0.88, 0.93, blurUp, rise);
      const relief = 1 + frameLine + cornice;
      r *= relief;
      g *= relief;
      b *= relief;
      const lit = hash2(bay, floor * 2 + side, seed + 9);
      const muntin = band(0.485, 0.515, blurAcross, across) + 0.8 * band(0.53, 0.555, blurUp, rise);
      const pane = opening * (1 - 0.75 * clamp01(muntin));
      if (lit < 0.36) {
        const curtain = 0.55 + 0.45 * Math.abs(Math.sin(across * 9 + lit * 50)) + 0.25 * rise;
        const power = (0.35 + lit * 2) * curtain;
        r = mix(r, LIT[0] * power, pane);
        g = mix(g, LIT[1] * power, pane);
        b = mix(b, LIT[2] * power, pane);
      } else {
        r = mix(r, 0.035 + 0.05 * rise, pane);
        g = mix(g, 0.05 + 0.07 * rise, pane);
        b = mix(b, 0.09 + 0.13 * rise, pane);
      }
      const long = floor === 1 || floor === 4;
      const railing = band(-0.02, 0.2, blurUp, rise) * (long ? 1 : band(0.22, 0.78, blurAcross, across));
      const bars = 0.5 + 0.3 * Math.cos(across * 2 * Math.PI * 9) * clamp01(1 - metresAcross * 9);
      const iron = railing * detail * (bars + 0.4 * band(0.17, 0.2, blurUp, rise));
      r = mix(r, IRON[0], clamp01(iron));
      g = mix(g, IRON[1], clamp01(iron));
      b = mix(b, IRON[2], clamp01(iron));
    } else if (Y <= SHOP) {
      const awning = AWNINGS[Math.floor(hash2(lot, side + 21, seed) * AWNINGS.length)]!;
      const shopBay = Math.floor(Z / 4.2);
      const shopAcross = Z / 4.2 - shopBay;
      const blurShop = Math.max(0.02, metresAcross / 4.2);
      const glass = band(0.07, 0.93, blurShop, shopAcross) * band(0.55, 3.1, metresUp + 0.04, Y);
      const open = hash2(shopBay, side + 31, seed) < 0.72 ? 1 : 0.12;
      const things = smoothstep(0.1, 0.4, noise.at(Z * 2.4, Y * 1.3) + (1.5 - Y) * 0.3);
      const goods = (0.35 + 0.32 * Y + 0.25 * noise.at(Z * 0.8, Y * 0.6)) * (1 - 0.72 * things);
      const shelf = 1 - 0.45 * band(1.2, 1.32, metresUp, Y) - 0.35 * band(1.9, 2, metresUp, Y);
      const power = open * Math.max(0.1, goods) * shelf * 0.6;
      r = mix(awning[0] * 0.6 * wallR, LIT[0] * power, glass);
      g = mix(awning[1] * 0.6 * wallG, LIT[1] * power, glass);
      b = mix(awning[2] * 0.6 * wallB, LIT[2] * power, glass);
      const cloth = band(3.05, 3.75, metresUp, Y);
      const stripes = Math.cos(Z * 2 * Math.PI * 1.1) > 0 && metresAcross < 0.4 ? 1.25 : 0.9;
      r = mix(r, awning[0] * stripes * (0.9 * wallR + 0.2), cloth);
      g = mix(g, awning[1] * stripes * (0.9 * wallG + 0.12), cloth);
      b = mix(b, awning[2] * stripes * (0.9 * wallB + 0.06), cloth);
    } else {
      const seam = 0.88 + 0.12 * Math.cos(Z * 2 * Math.PI * 1.6) * clamp01(1 - metresAcross * 2);
      r = SLATE[0] * seam * 0.75;
      g = SLATE[1] * seam * 0.85;
      b = SLATE[2] * seam * 1.1;
      const dormer = band(0.3, 0.7, blurAcross, across) * band(0.5, 2.5, metresUp, Y - eaves) * detail;
      const lit = hash2(bay, 90 + side, seed) < 0.3 ? 1 : 0.08;
      r = mix(r, LIT[0] * lit, dormer);
      g = mix(g, LIT[1] * lit, dormer);
      b = mix(b, LIT[2] * lit + 0.04, dormer);
    }
    r = mix(r, 0.36, fog);
    g = mix(g, 0.26, fog);
    b = mix(b, 0.3, fog);
    const inside = Y > roof ? chimney : 1;
    over(out, [r, g, b], inside);
    // Neighbouring houses are parted by a thin shadow.
    if (Y < roof) over(out, IRON, 0.4 * band(-0.006, 0.006, metresAcross / LOT, lotShare) * detail);
  }

  const mirrored = new Float64Array(3);
  shade(frame, view, (x, y, out) => {
    const up = y - HORIZON;
    const Z = up < 0 ? (EYE * FOCAL) / -up : Number.POSITIVE_INFINITY;
    const X = (x / FOCAL) * Z;
    if (Math.abs(X) > WALL || Z > 190) {
      front(x, up, EYE, out);
      return;
    }
    const onRoad = 1 - smoothstep(KERB - 0.04, KERB + 0.04, Math.abs(X));
    const rough = noise.fractal(X * 5, Z * 2.6, 3);
    const fine = clamp01(1 - (soft * Z * Z) / 2) * noise.at(X * 38, Z * 22);
    const puddle = smoothstep(-0.22, 0.3, noise.fractal(X * 0.55 + 5, Z * 0.22, 4) + 0.1);
    const shake = (0.012 + 0.05 * (1 - puddle)) * (rough + 0.6 * fine);
    front(x + shake * 0.35, Math.max(0.002, -up + shake * 1.6), -EYE, mirrored);
    const grazing = clamp01(1 + up * 1.25) ** 2;
    const mirror = (0.14 + 0.66 * grazing * (0.35 + 0.65 * puddle)) * mix(0.75, 1, onRoad);
    const seam =
      Math.cos(X * 2 * Math.PI * 1.5) * Math.cos(Z * 2 * Math.PI * 1.1) * clamp01(1 - soft * Z * Z);
    const texture = 1 + 0.35 * rough + 0.3 * fine + (1 - onRoad) * 0.12 * seam;
    const nearLamp = Math.exp(-(((((Z / LAMP_EVERY) % 1) - 0.5) * 2.4) ** 2)) * smoothstep(1, 6, Math.abs(X));
    for (let c = 0; c < 3; c++) {
      const surface =
        mix(PAVING[c]!, ASPHALT[c]!, onRoad) * texture * (SKYLIGHT[c]! + 0.5 * LAMP[c]! * nearLamp);
      out[c] = mix(surface, mirrored[c]!, mirror);
    }
    const kerb = band(KERB - 0.06, KERB + 0.08, 0.05 + soft * Z, Math.abs(X));
    glow(out, [0.16, 0.13, 0.1], kerb * 0.6);
  });

  lamps(frame, view);
  const walk = seconds * 0.25;
  const people: readonly (readonly [number, number, Rgb, number])[] = [
    [-6.1, 34, colour('#23252c'), 1],
    [6.4, 26 - walk, colour('#28343f'), 1],
    [-6.9, 19 + walk, colour('#1d1f26'), 1],
    [1.6, 14.5 + walk, colour('#c22a20'), 1.02],
    [-2.3, 24 - walk * 2, colour('#2b3d6b'), 0.98],
  ];
  for (const [X, Z, umbrella, tall] of people) {
    const scale = (FOCAL / Z) * tall;
    paintFigure(frame, view, (X * FOCAL) / Z, HORIZON - (EYE * FOCAL) / Z, scale, umbrella, seconds + X);
  }
};

/** Lamp posts on both kerbs, far ones first, with their light and its streak on the wet ground. */
function lamps(frame: Frame, view: View): void {
  const place = toPixels(frame, view);
  const { width, height, rgb } = frame;
  for (let i = 7; i >= 0; i--)
    for (const side of [-1, 1]) {
      const Z = LAMP_EVERY * (i + (side < 0 ? 0.5 : 1)) - 1;
      const x = (side * (KERB + 0.5) * FOCAL) / Z;
      const [px, foot] = place(x, HORIZON - (EYE * FOCAL) / Z);
      const [, head] = place(x, HORIZON + ((LAMP_HEIGHT - EYE) * FOCAL) / Z);
      const metre = (frame.height * view.zoom * FOCAL) / Z;
      const reach = Math.ceil(metre * 1.3);
      for (let row = Math.max(0, Math.floor(head - reach)); row < Math.min(height, foot + metre * 3); row++)
        for (
          let column = Math.max(0, Math.floor(px - reach));
          column < Math.min(width, Math.ceil(px + reach));
          column++
        ) {
          const at = 3 * (row * width + column);
          const dx = Math.abs(column + 0.5 - px);
          const dy = row + 0.5 - head;
          const post =
            clamp01(metre * (dy > metre * 3.4 ? 0.09 : 0.045) - dx + 0.5) *
            (row > head && row < foot ? 1 : 0);
          const r = length2(dx, dy * 0.75) / metre;
          const lantern = smoothstep(0.2, 0.14, r);
          const halo = 0.35 * Math.exp(-r * 4.2) * (row < foot ? 1 : 0);
          const wet =
            row > foot
              ? 0.5 * Math.exp(-((dx / metre) ** 2) * 14) * Math.exp(-(row - foot) / (metre * 1.4))
              : 0;
          const light = lantern * 5 + halo + wet;
          for (let c = 0; c < 3; c++) rgb[at + c] = rgb[at + c]! * (1 - post * 0.93) + LAMP[c]! * light;
        }
    }
}
