import { seededRandom } from '../../algorithms/seeded-random.ts';

export interface Noise {
  /** Gradient noise, about -1 to 1, features of size 1. */
  at(x: number, y: number): number;
  /** Octaves of `at`, each of half the size and height of the one before, about -1 to 1. */
  fractal(x: number, y: number, octaves: number): number;
  /** Sharp crests and round valleys, 0 to 1 (Musgrave's ridged multifractal). */
  ridged(x: number, y: number, octaves: number): number;
}

/** Perlin's improved gradient noise in two dimensions (SIGGRAPH 2002), with a shuffled table per seed. */
export function createNoise(seed: number): Noise {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const permutation = new Uint8Array(512);
  for (let i = 0; i < 256; i++) permutation[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = permutation[i]!;
    permutation[i] = permutation[j]!;
    permutation[j] = swapped;
  }
  permutation.copyWithin(256, 0, 256);
  const gradientX = new Float64Array(256);
  const gradientY = new Float64Array(256);
  for (let i = 0; i < 256; i++) {
    gradientX[i] = Math.cos((i / 256) * 2 * Math.PI);
    gradientY[i] = Math.sin((i / 256) * 2 * Math.PI);
  }

  function at(x: number, y: number): number {
    const floorX = Math.floor(x);
    const floorY = Math.floor(y);
    const left = floorX & 255;
    const top = floorY & 255;
    const dx = x - floorX;
    const dy = y - floorY;
    const u = dx * dx * dx * (dx * (dx * 6 - 15) + 10);
    const v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
    const a = permutation[left]! + top;
    const b = permutation[left + 1]! + top;
    const aa = permutation[a]!;
    const ba = permutation[b]!;
    const ab = permutation[a + 1]!;
    const bb = permutation[b + 1]!;
    const n00 = gradientX[aa]! * dx + gradientY[aa]! * dy;
    const n10 = gradientX[ba]! * (dx - 1) + gradientY[ba]! * dy;
    const n01 = gradientX[ab]! * dx + gradientY[ab]! * (dy - 1);
    const n11 = gradientX[bb]! * (dx - 1) + gradientY[bb]! * (dy - 1);
    const upper = n00 + u * (n10 - n00);
    return 1.45 * (upper + v * (n01 + u * (n11 - n01) - upper));
  }

  // Each octave is turned by about 37 degrees, or the lattice shows.
  function fractal(x: number, y: number, octaves: number): number {
    let sum = 0;
    let amplitude = 0.5;
    for (let i = 0; i < octaves; i++) {
      sum += amplitude * at(x, y);
      amplitude *= 0.5;
      const turned = 1.6 * x - 1.2 * y + 17.3;
      y = 1.2 * x + 1.6 * y - 9.1;
      x = turned;
    }
    return sum;
  }

  function ridged(x: number, y: number, octaves: number): number {
    let sum = 0;
    let amplitude = 0.5;
    let weight = 1;
    for (let i = 0; i < octaves; i++) {
      let crest = 1 - Math.abs(at(x, y));
      crest *= crest;
      sum += crest * amplitude * weight;
      weight = Math.min(1, crest * 1.4);
      amplitude *= 0.5;
      const turned = 1.6 * x - 1.2 * y + 5.7;
      y = 1.2 * x + 1.6 * y + 31.4;
      x = turned;
    }
    return sum;
  }

  return { at, fractal, ridged };
}
