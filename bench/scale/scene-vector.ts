import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { mixed } from './made-photos.ts';

/** Rows are cut out of a pool at places that follow from the numbers: drawing each would take longer than storing it. */
const POOL = 2 ** 18;

/** Unit vectors: all share a direction, and those of a scene one more. Distances are 0.1 within a scene, 0.5 between. */
export function sceneVector(
  dimensions: number,
  seed: number,
): (scene: number, photo: number) => Float32Array {
  const random = seededRandom(seed);
  const pool = new Float32Array(POOL);
  for (let i = 0; i < POOL; i += 2) {
    // Box, Muller: two normal numbers of two uniform ones.
    const radius = Math.sqrt((-2 * Math.log(1 - random())) / dimensions);
    const angle = 2 * Math.PI * random();
    pool[i] = radius * Math.cos(angle);
    pool[i + 1] = radius * Math.sin(angle);
  }
  const place = (number: number, part: number) => mixed(number, seed + part) % (POOL - dimensions);
  const common = place(0, 20);
  return (scene, photo) => {
    const vector = new Float32Array(dimensions);
    const ofScene = place(scene, 21);
    const own = place(photo, 22);
    let square = 0;
    for (let k = 0; k < dimensions; k++) {
      const value = pool[common + k]! + pool[ofScene + k]! + 0.45 * pool[own + k]!;
      vector[k] = value;
      square += value * value;
    }
    const length = Math.sqrt(square);
    for (let k = 0; k < dimensions; k++) vector[k]! /= length;
    return vector;
  };
}
