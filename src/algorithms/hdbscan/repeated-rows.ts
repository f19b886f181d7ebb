import { pairDistances } from '../cosine-distances.ts';

export interface RepeatedRows {
  /** Points that are to be compared, ascending. */
  readonly kept: Int32Array;
  /** Points that are not, and the one of the kept that each equals. */
  readonly repeats: Int32Array;
  readonly originals: Int32Array;
}

/**
 * Finds vectors that are equal in every bit. More than minSamples + 1 of one have a core distance of nothing, are joined
 * at the floor, and are all equally far from anything else, to the last bit: the others need not be compared. Without
 * this, a thousand copies of one photo and a thousand of another would be a million pairs none of which is shorter.
 *
 * @param vectors row-major; `points` are row indices, and the result's points are places in it
 * @param floor repeats farther than that from each other (vectors that are not of unit length) are kept
 */
export function repeatedRows(
  vectors: Float32Array,
  dimensions: number,
  points: Int32Array,
  { minSamples, floor }: { minSamples: number; floor: number },
): RepeatedRows {
  const bits = new Uint32Array(vectors.buffer, vectors.byteOffset, vectors.length);
  /** By hash: places of the first of each vector, and how many of it were kept. */
  const seen = new Map<number, { place: number; copies: number }[]>();
  const kept: number[] = [];
  const repeats: number[] = [];
  const originals: number[] = [];
  for (let place = 0; place < points.length; place++) {
    const row = points[place]! * dimensions;
    const hash = hashOf(bits, row, dimensions);
    const bucket = seen.get(hash) ?? [];
    const known = bucket.find((one) => areEqual(bits, points[one.place]! * dimensions, row, dimensions));
    if (known === undefined) {
      bucket.push({ place, copies: 1 });
      seen.set(hash, bucket);
      kept.push(place);
    } else if (known.copies > minSamples && lengthDefect(vectors, dimensions, points[place]!) <= floor) {
      repeats.push(place);
      originals.push(known.place);
    } else {
      known.copies++;
      kept.push(place);
    }
  }
  return {
    kept: Int32Array.from(kept),
    repeats: Int32Array.from(repeats),
    originals: Int32Array.from(originals),
  };
}

/** Of every fourth value: what is equal there is compared in full. FNV-1a by words. */
function hashOf(bits: Uint32Array, row: number, dimensions: number): number {
  let hash = 0x811c9dc5;
  for (let k = row; k < row + dimensions; k += 4) hash = Math.imul(hash ^ bits[k]!, 0x01000193);
  return hash;
}

function areEqual(bits: Uint32Array, a: number, b: number, dimensions: number): boolean {
  for (let k = 0; k < dimensions; k++) if (bits[a + k] !== bits[b + k]) return false;
  return true;
}

/** The distance of a vector from its copy. */
function lengthDefect(vectors: Float32Array, dimensions: number, point: number): number {
  const one = Int32Array.of(point);
  return pairDistances(vectors, dimensions, one, one)[0]!;
}
