import type { CosineDistances } from './cosine-distances.ts';

/** Points on a line instead of vectors: distances that can be worked out by hand. */
export function lineDistances(...positions: readonly number[]): CosineDistances {
  return {
    count: positions.length,
    fill(from, to, size, out) {
      for (let k = 0; k < size; k++) out[k] = Math.abs(positions[from]! - positions[to[k]!]!);
    },
  };
}
