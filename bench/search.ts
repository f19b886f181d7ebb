import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { product } from '../src/algorithms/nearest/exact-nearest.ts';
import { meanOf } from '../src/algorithms/nearest/row-codes.ts';
import { openSqliteStore } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';
import { openCodeMemory, PlainCodeMemory, strideOf } from '../src/vectors/code-memory.ts';
import { PackedVectorIndex } from '../src/vectors/packed-index.ts';
import { RowTable } from '../src/vectors/row-table.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { sumBytesReader } from './sum-bytes.ts';
import { clusteredVectors } from './vector-library.ts';

const MODEL = 'bench/512';
const DIMENSIONS = 512;
const COUNT = 100;
const ROUNDS = 7;
const BATCH = 16;
const PUT_AT_ONCE = 5000;

/**
 * The nearest 100 of `size` vectors of 512 numbers, through the store, the files and the index as a user has them,
 * beside the time that one core needs to read the same vectors as float32, and the bytes that the index itself holds.
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const home = mkdtempSync(join(tmpdir(), 'photo-tag-bench-search-'));
  const folder = join(home, 'vectors');
  const databaseFile = join(home, 'index.sqlite');
  const store = await openSqliteStore(databaseFile);
  try {
    const vectors = clusteredVectors(seed, DIMENSIONS);
    const fill = await secondsOf(() => fillStore(store, size, vectors));
    const index = new PackedVectorIndex({ store: store.vectors, model: MODEL, folder });
    const built = await secondsOf(() => index.refresh());
    const loaded = await secondsOf(() =>
      new PackedVectorIndex({ store: store.vectors, model: MODEL, folder }).refresh(),
    );
    const read = await secondsOf(() => readAll(store));

    const queries = Array.from({ length: BATCH }, () => vectors());
    const floats = await sumBytesReader(size * DIMENSIONS * 4);
    const own = await sumBytesReader(size * (strideOf(DIMENSIONS) + 8));
    const [ours, floatRead, ownRead, batch]: Measured[][] = [[], [], [], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const query = queries[round % BATCH]!;
      const taken = [
        await measured(() => index.nearest({ queries: [query], count: COUNT })),
        await measured(async () => floats()),
        await measured(async () => own()),
        await measured(() => index.nearest({ queries, count: COUNT })),
      ];
      // The first round is the compilers'.
      if (round === 0) continue;
      ours!.push(taken[0]!);
      floatRead!.push(taken[1]!);
      ownRead!.push(taken[2]!);
      batch!.push(taken[3]!);
    }
    const plain = await plainScan(store, queries[0]!, Math.min(size, 100_000));
    const exact = await shareFound(store, index, queries.slice(0, 3));
    const [oursCpu, floatCpu, ownCpu] = [ours!, floatRead!, ownRead!].map((list) => median(list, 'cpu'));
    const ratio = oursCpu! / floatCpu!;
    const row = (what: string, list: Measured[], part = 1) => ({
      what,
      'ms on the clock': median(list, 'wall') / part,
      'ms of processor': median(list, 'cpu') / part,
    });
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    return {
      name: 'search',
      machine: thisMachine(),
      rows: [
        row(`nearest ${COUNT} of ${size.toLocaleString('en')} × ${DIMENSIONS}`, ours!),
        row('one core reads the same as float32', floatRead!),
        row('one core reads the bytes of the index', ownRead!),
        row(`one of ${BATCH} queries at once`, batch!, BATCH),
        {
          what: 'the same in plain JavaScript (fallback)',
          'ms on the clock': plain.wall,
          'ms of processor': plain.cpu,
        },
        { what: 'index made from the database', seconds: built, MB: bytes / 1e6 },
        { what: 'index read from its files', seconds: loaded },
        { what: 'all vectors read from the database', seconds: read, MB: statSync(databaseFile).size / 1e6 },
        { what: 'filling the database (not a part of ours)', seconds: fill },
        { what: 'time against reading the bytes of the index', ratio: oursCpu! / ownCpu! },
        {
          what: 'resident memory of this process, with the float32 peer',
          MB: process.memoryUsage.rss() / 1e6,
        },
        await commandLine(home, databaseFile),
      ],
      goals: [
        {
          what: 'time of the nearest 100, in times of reading float32 once',
          goal: 'at most 1.25',
          value: ratio,
          holds: ratio <= 1.25,
        },
        {
          what: 'share of the true nearest 100 found, in order',
          goal: '1 (exact)',
          value: exact,
          holds: exact === 1,
        },
      ],
    };
  } finally {
    await store.close();
    rmSync(home, { recursive: true, force: true });
  }
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

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => (await measured(work)).wall / 1000;

function median(list: readonly Measured[], part: keyof Measured): number {
  const sorted = list.map((one) => one[part]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

async function fillStore(store: Store, size: number, next: () => Float32Array): Promise<void> {
  for (let from = 0; from < size; from += PUT_AT_ONCE) {
    await store.transaction(async (transaction) => {
      const rows = [];
      for (let i = from; i < Math.min(size, from + PUT_AT_ONCE); i++) {
        const sha1 = i.toString(16).padStart(40, '0');
        await transaction.photos.putEmbedding({ sha1, model: MODEL, vector: next() });
        rows.push({
          stage: 'scan' as const,
          item: sha1,
          fingerprint: '',
          status: 'done' as const,
          reason: null,
          digest: '',
        });
      }
      await transaction.outcomes.put(rows);
    });
  }
}

async function readAll(store: Store): Promise<void> {
  for (let after = 0; ; ) {
    const rows = await store.vectors.page(MODEL, { after, limit: 2048 });
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
  }
}

/** The scan without WebAssembly over fewer rows, as if over all. */
async function plainScan(store: Store, query: Float32Array, rows: number): Promise<Measured> {
  const first = await store.vectors.page(MODEL, { after: 0, limit: rows });
  const total = (await store.vectors.spaces())[0]!.vectors;
  const table = new RowTable(
    meanOf(first.slice(0, 4096).map((row) => row.vector)),
    4096,
    new PlainCodeMemory(strideOf(DIMENSIONS)),
  );
  table.append(first);
  const codes = new Int16Array(table.codes.stride).map((_, k) => Math.round((query[k] ?? 0) * 1000));
  const scan = async () => {
    for (let from = 0; from < rows; from += 4096)
      table.codes.products(from, Math.min(4096, rows - from), codes);
  };
  await scan();
  const { wall, cpu } = await measured(scan);
  return { wall: (wall * total) / rows, cpu: (cpu * total) / rows };
}

/** Against comparing with every vector, in double arithmetic. */
async function shareFound(
  store: Store,
  index: PackedVectorIndex,
  queries: readonly Float32Array[],
): Promise<number> {
  const best = queries.map((): { sha1: string; score: number }[] => []);
  for (let after = 0; ; ) {
    const rows = await store.vectors.page(MODEL, { after, limit: 8192 });
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    queries.forEach((query, i) => {
      for (const { sha1, vector } of rows) best[i]!.push({ sha1, score: product(query, vector) });
      best[i]!.sort((a, b) => b.score - a.score || (a.sha1 < b.sha1 ? -1 : 1)).splice(COUNT);
    });
  }
  const found = await index.nearest({ queries, count: COUNT });
  let same = 0;
  best.forEach((list, i) => {
    list.forEach(({ sha1 }, rank) => {
      if (found[i]![rank]?.sha1 === sha1) same++;
    });
  });
  return same / best.flat().length;
}

/** From the start of the program to its answer, for a photo of the library. The index is on disk by then. */
async function commandLine(home: string, databaseFile: string) {
  const child = new URL('./search-once.ts', import.meta.url);
  const once = () => {
    const start = performance.now();
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [child.pathname, home, databaseFile, MODEL],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(stderr);
    return { seconds: (performance.now() - start) / 1000, megabytes: Number(stdout) };
  };
  const times = [once(), once(), once()].sort((a, b) => a.seconds - b.seconds);
  return {
    what: 'a process of its own, from start to answer',
    seconds: times[1]!.seconds,
    MB: times[1]!.megabytes,
  };
}

// Loaded once here, so that what it costs is not counted to the first query.
openCodeMemory(strideOf(DIMENSIONS));
