import { seededRandom } from '../src/algorithms/seeded-random.ts';

/** Drawing every number anew would take longer than clustering: rows are cut out of a pool at random places. */
const POOL = 2 ** 20;

/**
 * Unit vectors as a picture model gives them for a window: all share a direction, scenes of 1 to 60 photos of varying
 * tightness share one more; a fifth of the photos are alone. Distances are 0.1 to 0.25 within a scene and 0.5 between.
 */
export function sceneVectors(dimensions: number, seed: number): (count: number) => Float32Array {
  const random = seededRandom(seed);
  const pool = new Float32Array(POOL);
  for (let i = 0; i < POOL; i += 2) {
    // Box, Muller: two normal numbers of two uniform ones.
    const radius = Math.sqrt((-2 * Math.log(1 - random())) / dimensions);
    const angle = 2 * Math.PI * random();
    pool[i] = radius * Math.cos(angle);
    pool[i + 1] = radius * Math.sin(angle);
  }
  const place = () => Math.floor(random() * (POOL - dimensions));
  const common = place();

  return (count) => {
    const vectors = new Float32Array(count * dimensions);
    for (let row = 0; row < count; ) {
      const size = random() < (0.2 * 7) / 8 ? 1 : 1 + Math.floor(60 * random() ** 2);
      const spread = 0.35 + 0.35 * random();
      const scene = place();
      for (const end = Math.min(row + size, count); row < end; row++) {
        const own = place();
        const start = row * dimensions;
        let square = 0;
        for (let k = 0; k < dimensions; k++) {
          const value = pool[common + k]! + pool[scene + k]! + spread * pool[own + k]!;
          vectors[start + k] = value;
          square += value * value;
        }
        const length = Math.sqrt(square);
        for (let k = start; k < start + dimensions; k++) vectors[k]! /= length;
      }
    }
    return vectors;
  };
}
