import { clusterWindowSteps } from '../src/algorithms/cluster-window.ts';
import { hdbscanSteps } from '../src/algorithms/hdbscan/index.ts';
import { type RowProducts, withProducts } from '../src/algorithms/row-products.ts';
import { openRowProducts } from '../src/threads/row-products.ts';
import { sceneVectors } from './scene-vectors.ts';

/** Measures one size in a process of its own, so that its largest memory is that of this size: COUNT DIMENSIONS SEED. */
export interface ClustersOne {
  readonly yardstickSeconds: number;
  readonly hdbscanSeconds: number;
  readonly windowSeconds: number;
  /** Of the process, before and at most: vectors, Node and onnxruntime are in it. 10^6 bytes. */
  readonly megabytes: number;
  readonly slowBecause: string | null;
}

const THREADS = 2;
const TILE = 512;
const CLUSTERING = { minClusterSize: 6, minSamples: 2 };
/** The best of so many: other work on the machine only ever makes it slower. */
const repeats = (count: number): number => (count <= 2000 ? 7 : count <= 10_000 ? 5 : 3);

const [count, dimensions, seed] = process.argv.slice(2).map(Number) as [number, number, number];
const { products, slowBecause } = await openRowProducts(THREADS);
const vectors = sceneVectors(dimensions, seed)(count);
const window = { ...CLUSTERING, method: 'hdbscan', cosineThreshold: 0.14 } as const;

// In turn, so that a slow spell of the machine strikes all.
const best = {
  yardstick: Number.POSITIVE_INFINITY,
  hdbscan: Number.POSITIVE_INFINITY,
  window: Number.POSITIVE_INFINITY,
};
for (let repeat = 0; repeat < repeats(count); repeat++) {
  best.yardstick = Math.min(best.yardstick, await seconds(() => bareProduct(products)));
  best.hdbscan = Math.min(
    best.hdbscan,
    await seconds(() => withProducts(hdbscanSteps(vectors, dimensions, CLUSTERING), products)),
  );
  best.window = Math.min(
    best.window,
    await seconds(() => withProducts(clusterWindowSteps(vectors, dimensions, window), products)),
  );
}
const result: ClustersOne = {
  yardstickSeconds: best.yardstick,
  hdbscanSeconds: best.hdbscan,
  windowSeconds: best.window,
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
  slowBecause,
};
process.stdout.write(JSON.stringify(result));

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** All N² products, a tile at a time, and nothing done with them. */
async function bareProduct(multiply: RowProducts): Promise<void> {
  const out = new Float32Array(TILE * TILE);
  const rows = (start: number) =>
    vectors.subarray(start * dimensions, Math.min(start + TILE, count) * dimensions);
  for (let top = 0; top < count; top += TILE) {
    for (let left = 0; left < count; left += TILE) {
      await multiply({ a: rows(top), b: rows(left), dimensions, out });
    }
  }
}
