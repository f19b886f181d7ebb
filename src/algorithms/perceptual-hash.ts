import { areaAverage, type Plane } from './area-average.ts';

/** Side of the luminance grid that the hash is made of. */
const GRID = 32;
/** Frequencies 1 to 8 in both directions: 64 coefficients, without those that say how bright an edge row is. */
const FREQUENCIES = 8;
/**
 * A coefficient counts as above the median only by more than this. Without it, coefficients that are zero by
 * symmetry (a flat wall, a gradient) would turn into bits by rounding noise. Luminance steps × grid side.
 */
const NOISE = 1e-3;

/** cos((2x + 1) u π / 2N) for u = 1…8, row by row (DCT-II). */
const COSINES = Float64Array.from({ length: FREQUENCIES * GRID }, (_, index) => {
  const frequency = Math.floor(index / GRID) + 1;
  const x = index % GRID;
  return Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * GRID));
});

/**
 * 64-bit perceptual hash: luminance averaged to 32 × 32, DCT-II, the 8 × 8 lowest frequencies without the zeroth,
 * each bit whether its coefficient is above their median (Zauner, Implementation and Benchmarking of Perceptual
 * Image Hash Functions, 2010, section 3.2.1, without its 7 × 7 mean filter, which the averaging stands in for).
 * @returns 16 hex digits; the vertical frequency varies slowest, the first bit is the highest.
 */
export function perceptualHash(luminance: Plane): string {
  const grid = areaAverage(luminance, GRID, GRID).values;
  const coefficients = lowFrequencies(grid);
  const sorted = Float64Array.from(coefficients).sort();
  const median = (sorted[31]! + sorted[32]!) / 2;
  let hash = 0n;
  for (const coefficient of coefficients) hash = (hash << 1n) | (coefficient > median + NOISE ? 1n : 0n);
  return hash.toString(16).padStart(16, '0');
}

/** Number of bits in which two hashes differ, 0 to 64; below about 10 is the same picture. */
export function hashDistance(one: string, other: string): number {
  let difference = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  let bits = 0;
  for (; difference > 0n; difference >>= 1n) bits += Number(difference & 1n);
  return bits;
}

/** DCT-II of a 32 × 32 grid, the 64 coefficients of frequencies 1 to 8: rows first, then columns. */
function lowFrequencies(grid: Uint8Array): Float64Array {
  const rows = new Float64Array(GRID * FREQUENCIES);
  for (let y = 0; y < GRID; y++)
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < GRID; x++) sum += grid[y * GRID + x]! * COSINES[u * GRID + x]!;
      rows[y * FREQUENCIES + u] = sum;
    }
  const coefficients = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++)
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < GRID; y++) sum += rows[y * FREQUENCIES + u]! * COSINES[v * GRID + y]!;
      coefficients[v * FREQUENCIES + u] = sum;
    }
  return coefficients;
}
