import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../../test/shared.ts';
import { seededRandom } from '../seeded-random.ts';
import { nearestWords } from './nearest-words.ts';

const DIMENSIONS = 32;

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function randomWords(count: number): Float32Array[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () =>
    unit(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5)),
  );
}

describe('words that are near each other', () => {
  it('are found among words that are not', () => {
    const words = randomWords(60);
    words.push(unit(words[3]!.map((value, index) => value + (index === 0 ? 0.05 : 0))));
    const found = nearestWords(words);
    expect(found).toMatchObject([{ first: 3, second: 60 }]);
    expect(found[0]!.cosine).toBeGreaterThan(0.99);
  });

  it.each([0, 1, 2, 19])('are none among %i words, which have no spread to speak of', (count) => {
    expect(nearestWords(randomWords(count))).toEqual([]);
  });

  it('are none where all are equal', () => {
    expect(nearestWords(Array.from({ length: 30 }, () => randomWords(1)[0]!)).length).toBeLessThanOrEqual(1);
  });

  it.skipIf(!hasShared)(
    'are, of the 1,203 LVIS words as CLIP sees them, 15 pairs: some the same, all near',
    () => {
      const names = JSON.parse(readFileSync(sharedPath('clip/text/lvis_names.json'), 'utf8')) as string[];
      const found = nearestWords(lvisVectors(names.length));
      expect(found).toHaveLength(15);
      const pairs = found.map(({ first, second }) => `${names[first]} ${names[second]}`);
      expect(pairs).toEqual(expect.arrayContaining(['alcohol liquor', 'cushion pillow', 'notebook notepad']));
      for (const { cosine } of found) expect(cosine).toBeGreaterThan(0.94);
    },
  );
});

/** Half floats of a NumPy file, each row made as long as one. */
function lvisVectors(count: number): Float32Array[] {
  const bytes = readFileSync(sharedPath('clip/text/lvis_v1_clip_a+cname.npy'));
  const start = 10 + bytes.readUInt16LE(8);
  const values = Float32Array.from({ length: (bytes.length - start) / 2 }, (_, index) =>
    halfToNumber(bytes.readUInt16LE(start + index * 2)),
  );
  const dimensions = values.length / count;
  return Array.from({ length: count }, (_, row) =>
    unit(values.slice(row * dimensions, (row + 1) * dimensions)),
  );
}

function halfToNumber(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 === 1 ? -size : size;
}
