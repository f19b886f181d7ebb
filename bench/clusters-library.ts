import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { clusterThreads } from '../src/threads/cluster-threads.ts';
import { sceneVectors } from './scene-vectors.ts';

/** Clusters a whole library in a process of its own: PHOTOS DIMENSIONS SEED. Vectors are made as they are needed. */
export interface ClustersLibrary {
  readonly windows: number;
  readonly largest: number;
  readonly clusters: number;
  readonly seconds: number;
  /** Of them the seconds in which vectors were made, on one of the processors. */
  readonly makingSeconds: number;
  readonly megabytes: number;
}

const THREADS = 2;
/** So many windows are made ahead of the workers. */
const LANES = 3;
/** Photos in a window: log-normal, half of the windows have fewer than 60; a day's event has thousands. */
const MEDIAN = 60;
const SPREAD = 1.2;
const EVENTS = [20_000, 12_000, 8000, 5000];
const CLUSTERING = { method: 'hdbscan', minClusterSize: 6, minSamples: 2, cosineThreshold: 0.14 } as const;

const [photos, dimensions, seed] = process.argv.slice(2).map(Number) as [number, number, number];
const make = sceneVectors(dimensions, seed);
const sizes = windowSizes(photos, seededRandom(seed));
const clusterer = clusterThreads(THREADS);

const started = performance.now();
let next = 0;
let clusters = 0;
let making = 0;
await Promise.all(
  Array.from({ length: LANES }, async () => {
    while (next < sizes.length) {
      const before = performance.now();
      const vectors = make(sizes[next++]!);
      making += performance.now() - before;
      clusters += (await clusterer.clusterWindow(vectors, dimensions, CLUSTERING)).length;
    }
  }),
);
const result: ClustersLibrary = {
  windows: sizes.length,
  largest: Math.max(...sizes),
  clusters,
  seconds: (performance.now() - started) / 1000,
  makingSeconds: making / 1000,
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
await clusterer.close();
process.stdout.write(JSON.stringify(result));

/** Events among the windows where the library is large enough for them, in random order. */
function windowSizes(total: number, random: () => number): number[] {
  const drawn = EVENTS.filter((size) => size <= total / 10);
  let left = total - drawn.reduce((sum, size) => sum + size, 0);
  while (left > 0) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const size = Math.min(left, Math.max(1, Math.round(MEDIAN * Math.exp(SPREAD * normal))), 5000);
    drawn.push(size);
    left -= size;
  }
  for (let i = drawn.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
  }
  return drawn;
}
