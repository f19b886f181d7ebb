import { seededRandom } from '../src/algorithms/seeded-random.ts';

const SCENES = 2000;
/** Length of what all photos have in common, of a scene, and of a photo's own, before the sum gets unit length. */
const [COMMON, SCENE, OWN] = [0.7, 0.6, 0.5];

/**
 * Unit vectors like those of a picture model: all with a part in common, so that unlike photos have cosines of about
 * 0.45, and in scenes, whose photos have 0.75.
 */
export function clusteredVectors(seed: number, dimensions: number): () => Float32Array {
  const random = seededRandom(seed);
  const direction = (): Float32Array => {
    const vector = new Float32Array(dimensions);
    let squares = 0;
    for (let k = 0; k < dimensions; k += 2) {
      // Box and Muller's two normal numbers of two uniform ones.
      const radius = Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      vector[k] = radius * Math.cos(angle);
      if (k + 1 < dimensions) vector[k + 1] = radius * Math.sin(angle);
      squares += radius * radius;
    }
    const inverse = 1 / Math.sqrt(squares);
    for (let k = 0; k < dimensions; k++) vector[k]! *= inverse;
    return vector;
  };
  const common = direction();
  const scenes = Array.from({ length: SCENES }, direction);
  return () => {
    const scene = scenes[Math.floor(random() * SCENES)]!;
    const vector = direction();
    let squares = 0;
    for (let k = 0; k < dimensions; k++) {
      const value = COMMON * common[k]! + SCENE * scene[k]! + OWN * vector[k]!;
      vector[k] = value;
      squares += value * value;
    }
    const inverse = 1 / Math.sqrt(squares);
    for (let k = 0; k < dimensions; k++) vector[k]! *= inverse;
    return vector;
  };
}
