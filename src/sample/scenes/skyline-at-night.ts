import { seededRandom } from '../../algorithms/seeded-random.ts';
import { type Frame, pixelSize, shade, toPixels } from '../pixels/frame.ts';
import { hash2 } from '../pixels/hash2.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { band, clamp01, colour, glow, mix, over, type Rgb, ramp, smoothstep } from '../pixels/tone.ts';
import type { Scene } from './scene.ts';

const SHORE = -0.1;

const night = ramp([
  [0, '#c9825e'],
  [0.12, '#8f6478'],
  [0.3, '#4a4a86'],
  [0.6, '#22356f'],
  [1, '#122050'],
]);
const WARM: Rgb = [1.5, 0.95, 0.42];
const NEUTRAL: Rgb = [1.3, 1.15, 0.85];
const COLD: Rgb = [0.7, 1, 1.35];
const GLASS = colour('#1b2440');
const WATER = colour('#050b18');

interface Tower {
  readonly left: number;
  readonly right: number;
  readonly height: number;
  readonly layer: number;
  readonly kind: 'flat' | 'stepped' | 'tapered' | 'spire';
  readonly crown: Rgb | null;
  readonly id: number;
}

function plan(seed: number): readonly Tower[] {
  const random = seededRandom(seed);
  const towers: Tower[] = [];
  let id = 1;
  for (let layer = 0; layer < 3; layer++) {
    let x = -1.15;
    while (x < 1.15) {
      const width = 0.028 + random() * (layer === 0 ? 0.05 : 0.06);
      const hump = 0.55 + 0.6 * Math.exp(-(((x + 0.05) / 0.42) ** 2));
      const height = (layer === 0 ? 0.16 : layer === 1 ? 0.12 : 0.05) + random() ** 1.6 * 0.2 * hump;
      const kind = random() < 0.12 ? 'spire' : random() < 0.25 ? 'stepped' : 'flat';
      const crown = random() < 0.16 ? ([WARM, COLD, NEUTRAL] as const)[Math.floor(random() * 3)]! : null;
      towers.push({
        left: x,
        right: x + width,
        height: height * (layer === 2 ? 0.8 : 1),
        layer,
        kind,
        crown,
        id: id++,
      });
      x += width * (layer === 0 ? 0.9 : 1.02) + random() * (layer === 2 ? 0.03 : 0.012);
    }
  }
  // The two that make the skyline known: stepped black tubes with antennas, and a tapering one.
  towers.push({ left: -0.3, right: -0.21, height: 0.43, layer: 1, kind: 'stepped', crown: COLD, id: id++ });
  towers.push({
    left: 0.36,
    right: 0.455,
    height: 0.36,
    layer: 1,
    kind: 'tapered',
    crown: NEUTRAL,
    id: id++,
  });
  return towers;
}

/** Left and right edge of a tower at a height, as shares of its own width. */
function inset(kind: Tower['kind'], share: number): number {
  if (kind === 'stepped') return share > 0.84 ? 0.3 : share > 0.6 ? 0.16 : 0;
  if (kind === 'tapered') return 0.27 * share;
  return kind === 'spire' && share > 0.8 ? 0.5 * smoothstep(0.8, 1, share) : 0;
}

/** A city across the water, 30 s at f/11: lit windows, glow in the haze, long reflections. */
export const skylineAtNight: Scene = (frame, { seed, view, seconds }) => {
  const noise = createNoise(seed);
  const soft = pixelSize(frame, view);
  const towers = plan(seed);
  const columns = new Map<number, Tower[]>();
  for (const tower of towers)
    for (let i = Math.floor(tower.left * 50); i <= Math.floor(tower.right * 50); i++)
      columns.set(i, [...(columns.get(i) ?? []), tower]);

  function city(x: number, up: number, out: Float64Array): void {
    night(up / 0.6, out);
    const cloud = smoothstep(-0.05, 0.45, noise.fractal(x * 1.3 + seconds * 0.01, up * 4, 5));
    over(out, [0.2, 0.12, 0.12], cloud * 0.5 * Math.exp(-up * 2.4));
    for (const tower of columns.get(Math.floor(x * 50)) ?? []) {
      const share = up / tower.height;
      const width = tower.right - tower.left;
      const middle = (tower.left + tower.right) / 2;
      const dx = Math.abs(x - middle);
      if (share > 1) {
        const mast =
          tower.kind === 'flat'
            ? 0
            : tower.kind === 'stepped'
              ? 0.22
              : tower.kind === 'tapered'
                ? 0.27
                : 0.25;
        const pair = tower.kind === 'stepped' || tower.kind === 'tapered' ? width * 0.11 : 0;
        const thin = band(-0.0011, 0.0011, soft, dx - pair) * (share < 1 + mast ? 1 : 0);
        over(out, [0.12, 0.1, 0.12], thin);
        const beacon = length2(dx - pair, up - tower.height * (1 + mast));
        if (mast > 0) glow(out, [3, 0.2, 0.1], Math.exp(-((beacon / 0.0022) ** 2)));
        continue;
      }
      const half = width * (0.5 - inset(tower.kind, share));
      const inside = clamp01((half - dx) / soft + 0.5) * clamp01(((1 - share) * tower.height) / soft + 0.5);
      if (inside <= 0) continue;
      const haze = 0.5 - 0.2 * tower.layer;
      const reflectSky = 0.25 + 0.3 * share;
      const lightSide = 1 + 0.5 * ((x - middle) / half);
      const base: Rgb = [
        mix(GLASS[0] * lightSide, out[0]!, haze * reflectSky),
        mix(GLASS[1] * lightSide, out[1]!, haze * reflectSky),
        mix(GLASS[2] * lightSide, out[2]!, haze * reflectSky),
      ];
      over(out, base, inside);
      const cell = 0.0036 + 0.0016 * hash2(tower.id, 2);
      const rise = 0.0046 + 0.0012 * hash2(tower.id, 4);
      const i = Math.floor((x - middle) / cell);
      const j = Math.floor(up / rise);
      const kindOfLight = hash2(tower.id, 5);
      const busy = 0.14 + 0.5 * hash2(tower.id, 7) ** 1.6;
      const wholeFloor = hash2(tower.id, j + 400) < 0.1 ? 0.55 : 0;
      const lit = hash2(i * 7 + tower.id * 131, j, 3);
      if (lit < busy + wholeFloor) {
        const fx = (x - middle) / cell - i;
        const fy = up / rise - j;
        const pane = band(0.16, 0.84, soft / cell, fx) * band(0.22, 0.8, soft / rise, fy);
        const light = kindOfLight < 0.55 ? WARM : kindOfLight < 0.85 ? NEUTRAL : COLD;
        const power = (0.16 + 1.5 * hash2(i, j, tower.id) ** 3) * (1 - haze * 0.7);
        glow(out, light, pane * inside * power);
      }
      if (tower.crown !== null) {
        const crown = smoothstep(0.016, 0, (1 - share) * tower.height);
        glow(out, tower.crown, crown * inside * 0.5);
      }
      if (tower.layer === 0) over(out, [0.16, 0.1, 0.13], inside * 0.3 * Math.exp(-up * 9));
    }
    // Trees, road and promenade along the shore.
    const trees = 0.018 + 0.012 * noise.fractal(x * 24, 1, 3);
    if (up < trees) over(out, [0.02, 0.022, 0.018], 0.9 * clamp01((trees - up) / soft));
    const road = Math.exp(-(((up - 0.0075) / 0.0018) ** 2));
    glow(out, [1.3, 0.75, 0.3], road * (0.5 + 0.4 * noise.at(x * 30, 2)));
    glow(
      out,
      [1.4, 0.15, 0.06],
      Math.exp(-(((up - 0.0042) / 0.0012) ** 2)) * (0.4 + 0.4 * noise.at(x * 21, 7)),
    );
    const lampAt = x / 0.0245 - Math.floor(x / 0.0245) - 0.5;
    glow(out, [3.2, 2, 0.85], Math.exp(-((lampAt * 0.0245) ** 2 + (up - 0.014) ** 2) / (0.0021 * 0.0021)));
  }

  shade(frame, view, (x, y, out) => {
    if (y >= SHORE) city(x, y - SHORE, out);
    else out.fill(0);
  });
  stars(frame, view, seed);
  reflect(frame, view, (x, y) => noise.at(x, y));
};

function stars(frame: Frame, view: Parameters<typeof toPixels>[1], seed: number): void {
  const random = seededRandom(seed + 77);
  const place = toPixels(frame, view);
  for (let i = 0; i < 90; i++) {
    const [px, py] = place((random() - 0.5) * 1.8, 0.22 + random() * 0.4);
    const power = random() ** 4 * 0.8;
    const column = Math.floor(px);
    const row = Math.floor(py);
    if (column < 0 || row < 0 || column >= frame.width || row >= frame.height) continue;
    for (let c = 0; c < 3; c++) frame.rgb[3 * (row * frame.width + column) + c]! += power;
  }
}

/** Half a minute of waves draws every light out into a column: a mean along the vertical that grows with distance. */
function reflect(
  frame: Frame,
  view: Parameters<typeof toPixels>[1],
  noise: (x: number, y: number) => number,
): void {
  const { width, height, rgb } = frame;
  const shoreRow = Math.round(toPixels(frame, view)(view.panX, SHORE)[1]);
  const scale = frame.height * view.zoom;
  if (shoreRow <= 1 || shoreRow >= height) return;
  // Sums along each column from the shore upwards, so that any mean costs two look-ups.
  const sums = new Float64Array((shoreRow + 1) * 3);
  const column3 = 3 * width;
  for (let column = 0; column < width; column++) {
    for (let k = 0; k < shoreRow; k++)
      for (let c = 0; c < 3; c++) {
        const here = rgb[(shoreRow - 1 - k) * column3 + 3 * column + c]!;
        sums[3 * (k + 1) + c] = sums[3 * k + c]! + Math.min(here, 2.2);
      }
    for (let row = shoreRow; row < height; row++) {
      const depth = row - shoreRow + 1;
      const x = column / scale;
      const far = depth / scale;
      const sway = noise(x * 7, (far * 90) / (1 + far * 5)) * (3 + depth * 0.14);
      const from = Math.max(0, Math.min(shoreRow - 2, Math.floor(depth * 0.66 + sway)));
      const to = Math.max(from + 1, Math.min(shoreRow, Math.ceil(depth * 1.35 + 5 + sway)));
      const chop = 0.75 + 0.35 * noise(x * 16 + 9, (far * 260) / (1 + far * 7));
      const share = (0.62 * Math.exp(-far * 1.1) * chop) / (to - from);
      const at = row * column3 + 3 * column;
      for (let c = 0; c < 3; c++) rgb[at + c] = WATER[c]! + (sums[3 * to + c]! - sums[3 * from + c]!) * share;
    }
  }
}
