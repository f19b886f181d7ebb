import { readFileSync } from 'node:fs';
import { sharedPath } from '../../test/shared.ts';

/** Uniform numbers in (0, 1), the same for the same seed: xorshift32 (G. Marsaglia, 2003). */
function uniform(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

export interface SceneMaker {
  /** A random unit vector: what an unrelated photo looks like. */
  stranger(): Float64Array;
  /**
   * Photos of one scene: `around`, each with a random difference, in mean `distance` apart. In `directions`
   * directions only, as when one thing changes; the default is one of its own for each photo.
   */
  scene(around: ArrayLike<number>, count: number, distance: number, directions?: number): Float64Array[];
}

export function sceneMaker(dimensions: number, seed: number): SceneMaker {
  const next = uniform(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const stranger = () => unit(Float64Array.from({ length: dimensions }, normal));
  return {
    stranger,
    scene(around, count, distance, directions = 0) {
      // Two unit vectors with differences of length s at right angles have the cosine 1 / (1 + s²).
      const length = Math.sqrt(distance / (1 - distance));
      const axes = Array.from({ length: directions }, stranger);
      const difference = () => {
        if (directions === 0) return stranger();
        const sum = new Float64Array(dimensions);
        for (const axis of axes) addScaled(sum, axis, normal() / Math.sqrt(directions));
        return sum;
      };
      return Array.from({ length: count }, () => {
        const photo = Float64Array.from(around);
        addScaled(photo, difference(), length);
        return unit(photo);
      });
    },
  };
}

function addScaled(sum: Float64Array, vector: Float64Array, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k]! += vector[k]! * factor;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Scenes in turn as they would come from a card: rows of float32, and the scene of each row. */
export function rowsOf(scenes: readonly (readonly ArrayLike<number>[])[]): {
  vectors: Float32Array;
  truth: number[];
} {
  const rows = scenes.flatMap((photos, scene) => photos.map((photo) => ({ photo, scene })));
  // Mixed, so that no result can rest on the order: the golden ratio's multiples are spread evenly.
  const place = (i: number) => (i * 0.6180339887498949) % 1;
  const mixed = rows.map((row, i) => ({ ...row, place: place(i) })).sort((a, b) => a.place - b.place);
  return {
    vectors: Float32Array.from(mixed.flatMap(({ photo }) => Array.from(photo))),
    truth: mixed.map(({ scene }) => scene),
  };
}

/** 125 real CLIP ViT-B/32 image vectors, divided by their length. */
export function unsplashVectors(): Float32Array {
  const file = readFileSync(sharedPath('clip/unsplash/image_embeddings.npy'));
  // npy 1.0: magic and version (8 bytes), length of the header (2), header, values.
  const start = 10 + file.readUInt16LE(8);
  const values = new Float32Array(file.buffer.slice(file.byteOffset + start, file.byteOffset + file.length));
  const dimensions = 512;
  for (let row = 0; row < values.length; row += dimensions) {
    const vector = values.subarray(row, row + dimensions);
    const length = Math.fround(Math.hypot(...vector));
    vector.forEach((value, k) => {
      vector[k] = value / length;
    });
  }
  return values;
}
