import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMBEDDED_ID } from './embedder.ts';
import { CONSTANTS, pictureVector, VECTOR_DIMENSIONS } from './picture-vector.ts';
import { packagedModelsFolder } from './tensor-engine.ts';
import { FEATURE_CELLS, FEATURE_CHANNELS, OBJECT_CLASSES, type TrunkPass } from './trunk.ts';

const SQUARE = { left: 0, top: 0, width: 512, height: 512 };

/** A pass with activations that differ from cell to cell and from seed to seed. */
function syntheticPass(seed: number): TrunkPass {
  const features = new Float32Array(FEATURE_CELLS ** 2 * FEATURE_CHANNELS);
  for (let i = 0; i < features.length; i++) features[i] = Math.sin(i * 0.37 + seed * 11.3) * 1.5;
  const bestScores = Float32Array.from(
    { length: OBJECT_CLASSES },
    (_, c) => Math.abs(Math.sin(c + seed)) / 2,
  );
  return { features, bestScores, detections: new Float32Array(0) };
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

describe('picture vector', () => {
  it('has unit length and the same numbers each time', () => {
    const vector = pictureVector(syntheticPass(1), SQUARE);
    expect(vector).toHaveLength(VECTOR_DIMENSIONS);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    expect(pictureVector(syntheticPass(1), SQUARE)).toEqual(vector);
  });

  it('has half of its squared length in common with all others, so that no distance is above 1', () => {
    const [a, b] = [pictureVector(syntheticPass(1), SQUARE), pictureVector(syntheticPass(2), SQUARE)];
    expect(a.at(-1)! ** 2).toBeCloseTo(0.5, 6);
    expect(1 - cosine(a, b)).toBeGreaterThan(0);
    expect(1 - cosine(a, b)).toBeLessThan(1);
  });

  it('does not see what the network made of the grey bars', () => {
    const landscape = { left: 0, top: 96, width: 512, height: 320 };
    const plain = syntheticPass(1);
    const other = syntheticPass(1);
    const barCells = 3 * FEATURE_CELLS * FEATURE_CHANNELS;
    other.features.fill(9, 0, barCells);
    other.features.fill(9, other.features.length - barCells);
    expect(pictureVector(other, landscape)).toEqual(pictureVector(plain, landscape));
    expect(pictureVector(other, SQUARE)).not.toEqual(pictureVector(plain, SQUARE));
  });

  it('stands for a picture of one row of pixels', () => {
    const vector = pictureVector(syntheticPass(1), { left: 0, top: 255, width: 512, height: 1 });
    expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
  });

  it('refuses values that are no numbers', () => {
    const pass = syntheticPass(1);
    pass.features[7] = Number.NaN;
    expect(() => pictureVector(pass, SQUARE)).toThrow('no numbers');
  });
});

describe('what the id of the embedded model stands for', () => {
  const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

  /** When one of these changes, all vectors move: EMBEDDED_ID must change with it, so that they become due again. */
  it('is these constants and these weights', () => {
    expect({
      id: EMBEDDED_ID,
      constants: sha256(JSON.stringify(CONSTANTS)),
      weights: sha256(readFileSync(join(packagedModelsFolder(), 'centernet.bin'))),
    }).toMatchInlineSnapshot(`
      {
        "constants": "6546f49269249d2d",
        "id": "embedded/centernet-gem3-objects/1",
        "weights": "1b635a15009071f5",
      }
    `);
  });

  it('has one mean and one spread for each number', () => {
    const { features, scores } = CONSTANTS;
    expect([features.mean.length, features.spread.length]).toEqual([FEATURE_CHANNELS, FEATURE_CHANNELS]);
    expect([scores.mean.length, scores.spread.length]).toEqual([OBJECT_CLASSES, OBJECT_CLASSES]);
    expect([...features.spread, ...scores.spread].every((value) => value > 0)).toBe(true);
  });
});
