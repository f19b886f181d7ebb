import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { clusterThreads } from '../src/threads/cluster-threads.ts';
import { sceneVectors } from './scene-vectors.ts';
import { windowSizes } from './window-sizes.ts';

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
