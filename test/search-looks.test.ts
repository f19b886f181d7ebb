import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { combineTerms, type QueryTerm } from '../src/algorithms/combine-terms.ts';
import { product } from '../src/algorithms/nearest/exact-nearest.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import { PackedVectorIndex } from '../src/vectors/packed-index.ts';
import { hasShared, sharedPath } from './shared.ts';

const DIMENSIONS = 512;

/** Rows of unit length of an array as numpy wrote it, float32 or float16. */
function rowsOf(file: string): Float32Array[] {
  const bytes = readFileSync(sharedPath(file));
  const start = 10 + bytes.readUInt16LE(8);
  const isHalf = bytes.subarray(10, start).includes("'<f2'");
  const data = new Uint8Array(bytes.subarray(start)).buffer;
  const numbers = isHalf ? new Float32Array(new Float16Array(data)) : new Float32Array(data);
  return Array.from({ length: numbers.length / DIMENSIONS }, (_, i) => {
    const row = numbers.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS);
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}

/** How much of what tells photos apart in `query` comes from one term, by how the products go together. */
function correlation(one: Float32Array, other: Float32Array, photos: readonly Float32Array[]): number {
  const centred = [one, other].map((vector) => {
    const products = photos.map((photo) => product(vector, photo));
    const mean = products.reduce((sum, value) => sum + value, 0) / products.length;
    return Float32Array.from(products, (value) => value - mean);
  });
  const [a, b] = centred as [Float32Array, Float32Array];
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe.skipIf(!hasShared)('search with real CLIP vectors (needs ../shared/clip)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-clip-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const photos = hasShared ? rowsOf('clip/unsplash/image_embeddings.npy') : [];
  const words = hasShared ? rowsOf('clip/text/lvis_v1_clip_a+cname.npy') : [];
  const names = hasShared
    ? (JSON.parse(readFileSync(sharedPath('clip/text/lvis_names.json'), 'utf8')) as string[])
    : [];
  const word = (name: string): Float32Array => words[names.indexOf(name)]!;
  const text = (name: string, sign: 1 | -1 = 1): QueryTerm => ({ side: 'text', sign, vector: word(name) });
  const image = (i: number, sign: 1 | -1 = 1): QueryTerm => ({ side: 'image', sign, vector: photos[i]! });

  it('finds the photo of a word through store and index, as a comparison with all photos does', async () => {
    const store = await openSqliteStore(join(folder, 'index.sqlite'));
    for (const [i, vector] of photos.entries()) {
      await store.photos.putEmbedding({ sha1: String(i).padStart(40, '0'), model: 'clip', vector });
    }
    const index = new PackedVectorIndex({ store: store.vectors, model: 'clip', folder });
    expect(await index.refresh()).toBe(125);
    const first = async (name: string) =>
      Number((await index.nearest({ queries: [word(name)], count: 1 }))[0]![0]!.sha1);
    expect(await first('basketball')).toBe(10);
    expect(await first('flag')).toBe(62);
    expect(await first('bicycle')).toBe(80);
    await store.close();
  });

  it('hears a word beside a picture as much as the picture', () => {
    const shares = [0, 20, 40, 60, 90].map((i) => {
      const name = names[i * 7]!;
      const query = combineTerms([image(i), text(name)], photos);
      const plain = combineTerms([{ ...text(name), side: 'image' }, image(i)], []);
      return [query, plain].map((vector) => [
        correlation(vector, photos[i]!, photos),
        correlation(vector, word(name), photos),
      ]);
    });
    for (const [balanced, plain] of shares as [[number, number], [number, number]][]) {
      expect(Math.abs(balanced[0] - balanced[1])).toBeLessThan(1e-3);
      expect(balanced[1]).toBeGreaterThan(plain[1] + 0.2);
    }
  });

  it('takes away what is unwanted', () => {
    const rank = (terms: readonly QueryTerm[], photo: number): number => {
      const query = combineTerms(terms, photos);
      const score = product(query, photos[photo]!);
      return photos.filter((other) => product(query, other) > score).length;
    };
    expect(rank([text('ball')], 10)).toBeLessThan(10);
    expect(rank([text('ball'), text('basketball', -1)], 10)).toBeGreaterThan(60);
    expect(rank([image(80)], 80)).toBe(0);
    expect(rank([image(80), text('bicycle', -1)], 80)).toBeGreaterThan(0);
  });
});
