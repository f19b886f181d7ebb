import { seededRandom } from '../../algorithms/seeded-random.ts';
import { pixelSize, shade } from '../pixels/frame.ts';
import { length2 } from '../pixels/length.ts';
import { createNoise } from '../pixels/noise.ts';
import { clamp01, colour, glow, mix, type Rgb, smoothstep } from '../pixels/tone.ts';
import { leafAt, NO_LEAF } from './leaves.ts';
import type { Scene } from './scene.ts';

const LAYERS = 8;
/** Columns a picture height in which trunks are looked up. */
const BINS = 24;
const SUN = [0.16, 0.3] as const;

const FOG: Rgb = [0.95, 0.86, 0.58];
const BARK = colour('#2c241d');
const MOSS = colour('#3c4a1c');

interface Trunk {
  readonly x: number;
  readonly halfWidth: number;
  readonly lean: number;
  readonly id: number;
}

/** A wood in morning fog: trunks in eight depths, leaves, ferns, and shafts of light. */
export const forest =
  (leaves: readonly string[]): Scene =>
  (frame, { seed, view, seconds }) => {
    const noise = createNoise(seed);
    const random = seededRandom(seed);
    const soft = pixelSize(frame, view);
    const foliage = leaves.map(colour);
    const layers: Trunk[][] = [];
    for (let layer = 0; layer < LAYERS; layer++) {
      const near = layer / (LAYERS - 1);
      const trunks: Trunk[] = [];
      const gap = mix(0.075, 0.52, near ** 1.3);
      for (let x = -1.3 + random() * gap; x < 1.3; x += gap * (0.55 + 0.9 * random()))
        trunks.push({
          x,
          halfWidth: mix(0.005, 0.05, near ** 1.7) * (0.7 + 0.7 * random()),
          lean: (random() - 0.5) * 0.09,
          id: Math.floor(random() * 1000),
        });
      layers.push(trunks);
    }

    // Which trunks stand near a column of the picture, so that a pixel asks two of them and not forty.
    const bins = layers.map((trunks) => {
      const byPlace = new Map<number, Trunk[]>();
      for (const trunk of trunks) {
        const reach = trunk.halfWidth * 2.2 + 0.07;
        for (let i = Math.floor((trunk.x - reach) * BINS); i <= Math.floor((trunk.x + reach) * BINS); i++)
          byPlace.set(i, [...(byPlace.get(i) ?? []), trunk]);
      }
      return byPlace;
    });
    const none: Trunk[] = [];

    // Front to back, until nothing shines through any more.
    shade(frame, view, (x, y, out) => {
      const toSun = length2(x - SUN[0], (y - SUN[1]) * 1.1);
      const brightness = 0.42 + 1.1 * Math.exp(-toSun * 2.6) + 1.4 * Math.exp(-toSun * 9);
      let through = 1;
      out.fill(0);
      for (let layer = LAYERS - 1; layer >= 0 && through > 0.01; layer--) {
        const near = layer / (LAYERS - 1);
        // A little parallax: near trees move more when the camera does.
        const px = x + view.panX * (near - 0.5) * 0.5;
        const fog = (1 - near) ** 1.25 * 0.93;
        const haze = brightness * fog;
        const clear = 1 - fog;

        if (layer === 3 || layer === 5) {
          const angle = Math.atan2(x - SUN[0], SUN[1] + 0.12 - y);
          const shaft = smoothstep(0.02, 0.5, noise.at(angle * 9 + layer, 0.5 + seconds * 0.01) + 0.16);
          const reach = Math.exp(-toSun * 1.5) * smoothstep(SUN[1] + 0.25, SUN[1] - 0.2, y);
          glow(out, FOG, through * shaft * reach * 0.38);
        }
        if (layer >= 2 && y > -0.24) {
          // Leaves hang in from above, in clumps; those before the sun shine through.
          const clump =
            noise.fractal(px * 2.2 + layer * 5, y * 2.6 - layer, 3) * 0.9 + (y - 0.24 + 0.07 * near) * 1.5;
          if (clump > -0.3) {
            const size = 118 - 70 * near;
            for (let veil = 0; veil < 2; veil++) {
              const [cover, hue] = leafAt(
                px * size + veil * 0.5,
                y * size + veil * 0.37,
                layer * 2 + veil,
                clump,
                soft * size,
              );
              if (cover <= 0) continue;
              const pick = foliage[Math.floor(hue * foliage.length)]!;
              const shine = (0.3 + 1.6 * Math.exp(-toSun * 2.4)) * (0.6 + 0.8 * ((hue * 7.3) % 1));
              const share = through * cover;
              for (let c = 0; c < 3; c++)
                out[c]! += share * (pick[c]! * shine * (0.25 + 0.75 * clear) + FOG[c]! * haze * 0.75);
              through -= share;
            }
          }
        }
        // Ground and ferns are asked for only where they can be.
        const highest = -0.1 - 0.27 * near + 0.025 * (0.4 + near);
        const nearGround = y < highest + 0.12;
        const ground = nearGround
          ? -0.1 - 0.27 * near + 0.035 * noise.fractal(px * 2.6 + layer * 9, layer, 3) * (0.4 + near)
          : highest - 0.03;
        for (const trunk of bins[layer]!.get(Math.floor(px * BINS)) ?? none) {
          const dx = px - trunk.x - trunk.lean * (y + 0.2);
          const foot = smoothstep(ground + 0.1, ground - 0.02, y);
          const half = trunk.halfWidth * (1.05 - 0.35 * (y + 0.3) + 0.5 * foot * foot);
          if (dx > half * 1.4 || dx < -half * 1.4 || y < ground - 0.012) continue;
          const rough = half * 0.13 * noise.at(y * (22 - 12 * near), trunk.id);
          const inside = clamp01((half + rough - Math.abs(dx)) / soft + 0.5);
          if (inside <= 0) continue;
          const u = dx / half;
          const bark =
            0.72 +
            0.5 * noise.fractal(u * 3.2 + trunk.id, y * (16 - 9 * near), 3) +
            0.3 * noise.at(u * 9, y * 50);
          const towardsSun = trunk.x < SUN[0] ? u : -u;
          const rim = clamp01(towardsSun) ** 4 * Math.exp(-Math.abs(trunk.x - SUN[0]) * 1.3);
          const mossy = smoothstep(0.05, -0.3, y + 0.2 * noise.at(u * 2, y * 6)) * 0.6;
          const share = through * inside;
          for (let c = 0; c < 3; c++) {
            const surface = mix(BARK[c]!, MOSS[c]!, mossy) * bark * (0.5 + 0.28 * towardsSun);
            out[c]! += share * (surface * clear + FOG[c]! * (haze + rim * 0.5 * (0.3 + clear)));
          }
          through -= share;
        }
        const fern =
          y > highest + 0.03 ? -1 : 0.02 * (0.3 + near) * noise.ridged(px * (26 - 14 * near), layer * 3.1, 3);
        const floor = ground + fern - y;
        if (floor > 0) {
          const size = 100 - 56 * near;
          const patch = noise.at(px * 5, y * 9 + layer * 2) + 0.15;
          const shift = 2.5 * noise.at(px * 9, y * 21);
          const tip = Math.exp(-floor * 24) * brightness;
          const [first, ownHue] = leafAt(
            (px + y) * size + shift,
            (1.7 * y - 0.6 * px) * size,
            layer + 40,
            patch,
            soft * size,
          );
          const [second, otherHue] =
            first < 1
              ? leafAt(
                  (px - 1.2 * y) * size * 0.9 - shift,
                  (1.6 * y + 0.4 * px) * size,
                  layer + 60,
                  patch,
                  soft * size,
                )
              : NO_LEAF;
          const cover = Math.max(first, second);
          const hue = first >= second ? ownHue : otherHue;
          const pick = foliage[Math.floor(hue * foliage.length)]!;
          const dark = 0.75 + 0.7 * noise.fractal(px * 8, y * 15 + layer, 3);
          const share = through * clamp01(floor / soft);
          for (let c = 0; c < 3; c++) {
            const earth =
              mix(MOSS[c]! * 0.55 * dark, pick[c]! * (0.5 + 0.6 * ((hue * 7.3) % 1)) * dark, cover) *
              (1 + 1.2 * tip);
            out[c]! += share * (earth * clear * 0.9 + FOG[c]! * haze);
          }
          through -= share;
        }
      }
      out[0]! += through * FOG[0] * brightness;
      out[1]! += through * FOG[1] * brightness;
      out[2]! += through * FOG[2] * brightness * (0.9 + 0.25 * toSun);
    });
  };

export const autumnForest = forest(['#c9731c', '#d99a26', '#a8481a', '#8a7a24', '#e0b040']);
export const summerForest = forest(['#4f7a22', '#6f9a2c', '#38601e', '#8fb23c', '#2f5424']);
