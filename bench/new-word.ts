import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabelModel } from '../src/algorithms/labels/label-model.ts';
import { precisionLevels } from '../src/algorithms/labels/precision-levels.ts';
import { product } from '../src/algorithms/nearest/exact-nearest.ts';
import { clustersOfRows, scoreLibrary, settleNear } from '../src/app/labels/score-library.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { PackedVectorIndex } from '../src/vectors/packed-index.ts';
import { fillClusteredLibrary } from './clustered-library.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { clusteredVectors } from './vector-library.ts';

const MODEL = 'bench/512';
const DIMENSIONS = 512;
const ROUNDS = 5;
/** Photos of a cluster. */
const CLUSTER = 40;
/** The peer's rows as float32 take memory: at most so many are held, and its time is taken as if over all. */
const PEER_ROWS = 100_000;
/** Length of a label's direction: what those of real label models of CLIP's vectors have. */
const STEEPNESS = 40;
const CHECKED = 20_000;

/**
 * A new word over `size` photos, from the label model to counts and clusters: the store, the files and the index as a
 * user has them, beside a plain pass over the same vectors as float32.
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const home = mkdtempSync(join(tmpdir(), 'photo-tag-bench-word-'));
  const store = await openSqliteStore(join(home, 'index.sqlite'));
  const open = () =>
    new PackedVectorIndex({ store: store.vectors, model: MODEL, folder: join(home, 'vectors') });
  try {
    const next = clusteredVectors(seed, DIMENSIONS);
    const peerRows = new Float32Array(Math.min(size, PEER_ROWS) * DIMENSIONS);
    await fillClusteredLibrary(store, {
      size,
      model: MODEL,
      next,
      clusterSize: CLUSTER,
      onVector: (vector, i) => {
        if ((i + 1) * DIMENSIONS <= peerRows.length) peerRows.set(vector, i * DIMENSIONS);
      },
    });
    const index = open();
    await index.refresh();
    const labels = [];
    for (let i = 0; i <= ROUNDS; i++) labels.push(await labelLike(next(), index));
    const [products, places, whole, cold, peer]: Measured[][] = [[], [], [], [], []];
    let settled = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      const label = labels[round]!;
      const vectorIndex = () => index;
      const taken = [
        await measured(() => index.scoreAll([label.direction])),
        await measured(() => store.labels.unplaced(MODEL)),
        await measured(async () => {
          settled = await answer({ store, vectorIndex }, label);
        }),
        await measured(() => {
          const fresh = open();
          return answer({ store, vectorIndex: () => fresh }, label);
        }),
        await measured(async () => plainPass(peerRows, label)),
      ];
      // The first round is the compilers'.
      if (round === 0) continue;
      [products, places, whole, cold, peer].forEach((list, i) => {
        list!.push(taken[i]!);
      });
    }
    const off = await largestError(store, index, labels[0]!);
    const scale = size / (peerRows.length / DIMENSIONS);
    const peerCpu = median(peer!, 'cpu') * scale;
    const row = (what: string, list: Measured[], times = 1) => ({
      what,
      'seconds on the clock': (median(list, 'wall') * times) / 1000,
      'seconds of processor': (median(list, 'cpu') * times) / 1000,
      'slowest, on the clock': (Math.max(...list.map((one) => one.wall)) * times) / 1000,
    });
    const seconds = Math.max(median(whole!, 'wall'), median(cold!, 'wall')) / 1000;
    return {
      name: 'new-word',
      machine: thisMachine(),
      rows: [
        row(`products with ${size.toLocaleString('en')} × ${DIMENSIONS}, index in memory`, products!),
        row('which photos are in no cluster', places!),
        row('the whole answer, index in memory', whole!),
        row('the whole answer, index read from disk', cold!),
        row('plain pass over float32, as if over all', peer!, scale),
        { what: 'photos that were compared exactly for the last word', photos: settled },
        {
          what: 'largest error of log-odds, and largest bound',
          'log-odds': off.error,
          bound: off.bound,
        },
      ],
      goals: [
        {
          what: 'a new word over all photos, by cluster, index in memory or on disk',
          goal: 'under 3 s',
          value: seconds,
          holds: seconds < 3,
        },
        {
          what: 'processor time of the products, in times of a plain pass over float32',
          goal: 'at most 1',
          value: median(products!, 'cpu') / peerCpu,
          holds: median(products!, 'cpu') <= peerCpu,
        },
        {
          what: 'errors beyond their bound',
          goal: '0',
          value: off.beyond,
          holds: off.beyond === 0,
        },
      ],
    };
  } finally {
    await store.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A label that one photo in a hundred has. */
async function labelLike(vector: Float32Array, index: PackedVectorIndex): Promise<LabelModel> {
  const direction = vector.map((value) => value * STEEPNESS);
  const [products] = (await index.scoreAll([direction])).products as [Float32Array];
  const sorted = products.slice().sort();
  return {
    layer: 'CK',
    name: 'word',
    direction,
    offset: -sorted[Math.floor(sorted.length * 0.99)]!,
    threshold: 0.5,
    basis: 'text',
    accepted: 0,
    rejected: 0,
    withheld: null,
  };
}

/** What `photo-tag try-word` does once the label model is there, but for the paths; how many were compared exactly. */
async function answer(library: Parameters<typeof scoreLibrary>[0], label: LabelModel): Promise<number> {
  const scores = await scoreLibrary(library, MODEL, [label]);
  const near = await settleNear(library, scores, { place: 0, label }, 0);
  const logOdds = scores.logOdds[0]!;
  precisionLevels(logOdds, [0.99, 0.95, 0.9, 0.8, 0.7, 0.5]);
  const rows: number[] = [];
  for (let row = 0; row < logOdds.length; row++) if (logOdds[row]! >= 0) rows.push(row);
  const clusters = await clustersOfRows(library, MODEL, scores, rows);
  const right = new Map<string, number>();
  rows.forEach((row, i) => {
    const cluster = clusters[i]!;
    right.set(cluster, (right.get(cluster) ?? 0) + 1 / (1 + Math.exp(-logOdds[row]!)));
  });
  return near;
}

function plainPass(rows: Float32Array, { direction, offset }: LabelModel): number {
  let reaching = 0;
  for (let at = 0; at < rows.length; at += DIMENSIONS) {
    let sum = offset;
    for (let k = 0; k < DIMENSIONS; k++) sum += rows[at + k]! * direction[k]!;
    if (sum >= 0) reaching++;
  }
  return reaching;
}

/** Against the vectors as the store has them, over the first of them. */
async function largestError(store: Store, index: PackedVectorIndex, label: LabelModel) {
  const scores = await index.scoreAll([label.direction]);
  const rows = await store.vectors.page(MODEL, { after: 0, limit: CHECKED });
  let error = 0;
  let bound = 0;
  let beyond = 0;
  rows.forEach(({ vector }, i) => {
    const off = Math.abs(product(label.direction, vector) - scores.products[0]![i]!);
    error = Math.max(error, off);
    bound = Math.max(bound, scores.bound(0, i));
    if (off > scores.bound(0, i)) beyond++;
  });
  return { error, bound, beyond };
}

interface Measured {
  readonly wall: number;
  readonly cpu: number;
}

async function measured(work: () => Promise<unknown>): Promise<Measured> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

function median(list: readonly Measured[], part: keyof Measured): number {
  const sorted = list.map((one) => one[part]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
