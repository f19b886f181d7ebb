import type { NeedsProducts } from './row-products.ts';
import { seededRandom } from './seeded-random.ts';

/** Rows that the centres are found with, and how often they are moved. */
const SAMPLE = 8192;
const ROUNDS = 8;
const TILE = 512;

/**
 * Divides unit vectors into parts of like ones, none larger than `largest`: spherical k-means on a sample (I. S. Dhillon,
 * D. S. Modha: Concept decompositions for large sparse text data using clustering, 2001), then each row to its nearest
 * centre; a part that is too large is divided again. The same for the same input.
 *
 * @param points row indices, ascending
 * @returns row indices of each part, ascending; every point is in exactly one
 */
export function* similarParts(
  vectors: Float32Array,
  dimensions: number,
  points: Int32Array,
  largest: number,
): NeedsProducts<Int32Array[]> {
  if (points.length <= largest) return [points];
  // Parts differ in size: half full in the mean, few need to be divided again.
  const wanted = Math.min(Math.ceil((2 * points.length) / largest), SAMPLE / 8);
  const centres = yield* findCentres(vectors, dimensions, points, wanted);
  const nearest = yield* nearestCentres(vectors, dimensions, points, centres);
  const parts: Int32Array[] = [];
  for (let centre = 0; centre < wanted; centre++) {
    const part = points.filter((_, k) => nearest[k] === centre);
    // Equal vectors have no parts of like ones.
    if (part.length === points.length) return evenParts(points, largest);
    if (part.length > 0) parts.push(...(yield* similarParts(vectors, dimensions, part, largest)));
  }
  return parts;
}

function evenParts(points: Int32Array, largest: number): Int32Array[] {
  const parts = Math.ceil(points.length / largest);
  const start = (part: number): number => Math.floor((part * points.length) / parts);
  return Array.from({ length: parts }, (_, part) => points.subarray(start(part), start(part + 1)));
}

function* findCentres(
  vectors: Float32Array,
  dimensions: number,
  points: Int32Array,
  wanted: number,
): NeedsProducts<Float32Array> {
  const random = seededRandom(points.length);
  const sample = Int32Array.from(
    { length: Math.min(SAMPLE, points.length) },
    () => points[Math.floor(random() * points.length)]!,
  );
  const centres = new Float32Array(wanted * dimensions);
  for (let c = 0; c < wanted; c++) copyRow(vectors, dimensions, sample[c]!, centres, c);
  for (let round = 0; round < ROUNDS; round++) {
    const nearest = yield* nearestCentres(vectors, dimensions, sample, centres);
    const sums = new Float64Array(wanted * dimensions);
    sample.forEach((row, k) => {
      const at = nearest[k]! * dimensions;
      for (let i = 0; i < dimensions; i++) sums[at + i]! += vectors[row * dimensions + i]!;
    });
    for (let c = 0; c < wanted; c++) {
      const sum = sums.subarray(c * dimensions, (c + 1) * dimensions);
      const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
      // A centre without rows stays where it was.
      if (length > 0) for (let i = 0; i < dimensions; i++) centres[c * dimensions + i] = sum[i]! / length;
    }
  }
  return centres;
}

/** For each point the centre with the largest product, the first of equal ones. */
function* nearestCentres(
  vectors: Float32Array,
  dimensions: number,
  points: Int32Array,
  centres: Float32Array,
): NeedsProducts<Int32Array> {
  const count = centres.length / dimensions;
  const nearest = new Int32Array(points.length);
  const tile = new Float32Array(TILE * dimensions);
  const out = new Float32Array(TILE * count);
  for (let start = 0; start < points.length; start += TILE) {
    const size = Math.min(TILE, points.length - start);
    for (let k = 0; k < size; k++) copyRow(vectors, dimensions, points[start + k]!, tile, k);
    yield { a: tile.subarray(0, size * dimensions), b: centres, dimensions, out };
    for (let k = 0; k < size; k++) {
      let best = 0;
      for (let c = 1; c < count; c++) if (out[k * count + c]! > out[k * count + best]!) best = c;
      nearest[start + k] = best;
    }
  }
  return nearest;
}

function copyRow(from: Float32Array, dimensions: number, row: number, to: Float32Array, toRow: number): void {
  to.set(from.subarray(row * dimensions, (row + 1) * dimensions), toRow * dimensions);
}
