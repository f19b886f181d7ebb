import { describe, expect, it } from 'vitest';
import { clusterWindow, clusterWindowSteps } from '../algorithms/cluster-window.ts';
import { plainProducts, withProducts } from '../algorithms/row-products.ts';
import { rowsOf, sceneMaker } from '../algorithms/scene-vectors.fixture.ts';
import { openRowProducts } from './row-products.ts';

const maker = sceneMaker(100, 4);
const { vectors } = rowsOf([
  ...[30, 20, 6, 90].map((count) => maker.scene(maker.stranger(), count, 0.06)),
  Array.from({ length: 60 }, maker.stranger),
]);
const OPTIONS = { method: 'hdbscan', minClusterSize: 6, minSamples: 2, cosineThreshold: 0.14 } as const;

describe('Row products', () => {
  for (const threads of [1, 2]) {
    it(`of onnxruntime with ${threads} threads are those of plain loops, up to float32`, async () => {
      const { products, slowBecause } = await openRowProducts(threads);
      expect(slowBecause).toBeNull();
      for (const [m, n] of [
        [1, 1],
        [3, 5],
        [64, 100],
      ] as const) {
        const request = {
          // Views into a larger array, as the algorithms pass them.
          a: vectors.subarray(200, 200 + m * 100),
          b: vectors.subarray(5000, 5000 + n * 100),
          dimensions: 100,
        };
        const out = new Float32Array(m * n + 1).fill(7);
        const plain = out.slice();
        await products({ ...request, out });
        plainProducts({ ...request, out: plain });
        plain.forEach((value, k) => {
          expect(Math.abs(out[k]! - value)).toBeLessThan(100 * 2 ** -24);
        });
        expect(out[m * n]).toBe(7);
      }
    });
  }

  it('are plain loops where the library does not load, with the same clusters, and say why', async () => {
    const broken = await openRowProducts(2, () => Promise.reject(new Error('no binary for this system')));
    expect(broken.slowBecause).toBe('no binary for this system');
    const native = await openRowProducts(2);
    const slow = await withProducts(clusterWindowSteps(vectors, 100, OPTIONS), broken.products);
    const fast = await withProducts(clusterWindowSteps(vectors, 100, OPTIONS), native.products);
    expect(slow).toEqual(fast);
    expect(slow).toEqual(clusterWindow(vectors, 100, OPTIONS));
  });
});
