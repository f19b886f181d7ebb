import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ModelEntry } from '../src/domain/model.ts';
import { presentFile } from '../src/models/model-folder.ts';
import { createOnnxEmbedder } from '../src/models/onnx/embedder.ts';
import { makeModel, SMALL_IMAGE } from '../src/models/onnx/made-model.fixture.ts';
import { CLIP_TEXT, VIT_B_32 } from '../src/models/onnx/made-networks.fixture.ts';
import type { PictureTask } from '../src/models/onnx/picture-worker.ts';
import { runStage } from '../src/pipeline/run-stage.ts';
import { embeddingsStage } from '../src/stages/embeddings.ts';
import { WorkerPool } from '../src/threads/worker-pool.ts';
import { median } from './median.ts';
import { type ProxyLibrary, proxyLibrary } from './models-library.ts';
import type { SessionTask } from './models-session.ts';
import { type BenchReport, thisMachine } from './report.ts';

const PRECISIONS = ['fp32', 'int8'] as const;
const ROUNDS = 5;
const BATCH = 8;
/** Photos of a text tower's measure: labels of a small vocabulary. */
const TEXTS = 32;
const GOAL = 0.95;

/** Of one measure. */
interface Taken {
  /** Seconds a photo by the clock. */
  readonly seconds: number;
  /** Processor seconds a photo, of all threads. */
  readonly cpu: number;
  /** Processor seconds a photo of the main thread. */
  readonly mainCpu: number;
}

/**
 * What of the machine the embeddings stage leaves to the network: a network as large as ViT-B/32 with random weights,
 * bare passes of its session, preparing alone, and the whole stage (proxies on disk to vectors in the store), in turn.
 * The ceiling is 1 / (1 / raw + 1 / prepared): on a CPU both take their share of the same cores.
 * @param options size: photos a measure; PHOTO_TAG_BENCH_MODELS names a folder to keep the networks in
 */
export async function run({ seed, size }: { seed: number; size: number }): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bench-models-'));
  try {
    const threads = availableParallelism();
    const modelsDir = process.env.PHOTO_TAG_BENCH_MODELS ?? folder;
    const entry = vitB32(modelsDir, seed);
    const library = await proxyLibrary(folder, size, seed);
    const rows: Record<string, unknown>[] = [];
    const goals: BenchReport['goals'] = [];
    for (const precision of PRECISIONS) {
      const part = await measure({ precision, entry, modelsDir, library, threads });
      rows.push(...part.rows);
      goals.push(...part.goals);
    }
    await library.store.close();
    const ways = await sessionWays(modelsDir, entry, threads, size);
    const texts = await textRow(modelsDir, entry, threads);
    const growth = await growthRows(folder, size, seed, threads);
    return { name: 'models', machine: thisMachine(), rows: [...rows, ...ways, texts, ...growth], goals };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function vitB32(modelsDir: string, seed: number): ModelEntry {
  const made = {
    name: 'ViT-B-32',
    pretrained: `random-${seed}`,
    seed,
    precisions: PRECISIONS,
    image: VIT_B_32,
    text: CLIP_TEXT,
  };
  const known = join(modelsDir, made.name, made.pretrained, 'onnx', 'text_model_int8.onnx');
  return makeModel(modelsDir, made, existsSync(known));
}

async function measure(given: {
  precision: (typeof PRECISIONS)[number];
  entry: ModelEntry;
  modelsDir: string;
  library: ProxyLibrary;
  threads: number;
}): Promise<Pick<BenchReport, 'rows' | 'goals'>> {
  const { precision, entry, modelsDir, library, threads } = given;
  const { path } = presentFile(modelsDir, entry, 'image', [precision])!;
  const photos = library.sha1s.length;
  const embedder = await createOnnxEmbedder({
    entry,
    modelsDir,
    device: 'cpu',
    precision,
    batchSize: BATCH,
    workers: threads,
  });
  const preprocessing = entry.embedder!.preprocessing;
  const preparing = new WorkerPool<PictureTask, Float32Array | Error>(
    'picture decoder',
    new URL('../src/models/onnx/picture-worker.ts', import.meta.url),
    threads,
    { idleMillis: 600_000 },
  );
  const prepare = () => Promise.all(library.jpegs.map((jpeg) => preparing.run({ jpeg, preprocessing })));
  const stage = async () => {
    await library.store.outcomes.remove('embeddings', library.sha1s);
    const { store, cacheFolder } = library;
    const made = embeddingsStage({ store, embedder, batchSize: BATCH, cacheFolder });
    const { done, failed } = await runStage(made, { store, signal: new AbortController().signal });
    if (done !== photos || failed > 0) throw new Error(`${done} of ${photos} photos, ${failed} failed`);
  };
  const sessions = await bareSessions({ path, batch: BATCH, threads: 1, sessions: threads });
  const alone = await bareSessions({ path, batch: 1, threads: 1, sessions: threads });
  await embedder.embedImages(library.jpegs.slice(0, 2 * BATCH));
  await prepare();

  const rounds: { raw: Taken; alone: Taken; prepared: Taken; stage: Taken }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      raw: await taken(photos, () => sessions.run(photos)),
      alone: await taken(photos, () => alone.run(photos)),
      prepared: await taken(photos, prepare),
      stage: await taken(photos, stage),
    });
  }
  await Promise.all([sessions.close(), alone.close(), preparing.close(), embedder.close()]);

  type Round = (typeof rounds)[number];
  const of = (value: (round: Round) => number): number => median(rounds.map(value));
  // int8 networks take their scale from the whole batch, so that the stage runs them a photo at a time.
  const asRun = (round: Round): Taken => (precision === 'int8' ? round.alone : round.raw);
  const byClock = of((round) => (asRun(round).seconds + round.prepared.seconds) / round.stage.seconds);
  const byCpu = of((round) => (asRun(round).cpu + round.prepared.cpu) / round.stage.cpu);
  const row = (what: string, value: (round: Round) => Taken) => ({
    [precision]: what,
    'photos/s': round(1 / of((one) => value(one).seconds)),
    'ms by the clock': round(of((one) => value(one).seconds) * 1000),
    'processor ms': round(of((one) => value(one).cpu) * 1000),
  });
  const share = (what: string, value: (one: Round) => number) => ({
    [`processor time of the ${precision} stage`]: what,
    'ms a photo': round(of(value) * 1000),
    share: round(of((one) => value(one) / one.stage.cpu)),
  });
  return {
    rows: [
      row(`bare passes, ${BATCH} photos each`, ({ raw }) => raw),
      row('bare passes, 1 photo each', (one) => one.alone),
      row('preparing alone', ({ prepared }) => prepared),
      row('the whole stage', (one) => one.stage),
      share('network', (one) => asRun(one).cpu),
      share('decoding, resizing, numbers', ({ prepared }) => prepared.cpu),
      share('main thread: batches, store, progress', (one) => one.stage.mainCpu),
      share(
        'the rest: copies, messages, caches that two kinds of work share',
        (one) => one.stage.cpu - asRun(one).cpu - one.prepared.cpu - one.stage.mainCpu,
      ),
    ],
    goals: [
      goal(`${precision}: share of the ceiling`, GOAL, byClock),
      goal(`${precision}: share of the ceiling, by processor time`, GOAL, byCpu),
    ],
  };
}

/** How sessions and threads share the cores. */
async function sessionWays(modelsDir: string, entry: ModelEntry, threads: number, photos: number) {
  const rows = [];
  for (const precision of PRECISIONS) {
    const { path } = presentFile(modelsDir, entry, 'image', [precision])!;
    const ways = [
      { sessions: threads, threads: 1 },
      { sessions: 1, threads },
    ];
    const open = await Promise.all(ways.map((way) => bareSessions({ path, batch: BATCH, ...way })));
    const rounds = [];
    for (let i = 0; i < 3; i++) {
      for (const [at, way] of open.entries())
        rounds.push({ at, ...(await taken(photos, () => way.run(photos))) });
    }
    for (const [at, way] of ways.entries()) {
      const own = rounds.filter((one) => one.at === at);
      rows.push({
        'sessions × threads': `${precision}: ${way.sessions} × ${way.threads}`,
        'photos/s': round(1 / median(own.map(({ seconds }) => seconds))),
        'processor ms': round(median(own.map(({ cpu }) => cpu)) * 1000),
      });
    }
    await Promise.all(open.map((way) => way.close()));
  }
  return rows;
}

/** The stage over ten times the photos, with a network so small that everything else shows. */
async function growthRows(folder: string, size: number, seed: number, threads: number) {
  const image = { ...SMALL_IMAGE, sizePx: VIT_B_32.sizePx, patchPx: VIT_B_32.patchPx };
  const modelsDir = join(folder, 'small');
  const entry = makeModel(modelsDir, { image, text: null });
  const rows = [];
  for (const photos of [size, size * 10]) {
    const library = await proxyLibrary(join(folder, String(photos)), photos, seed);
    const embedder = await createOnnxEmbedder({
      entry,
      modelsDir,
      device: 'cpu',
      precision: 'fp32',
      batchSize: BATCH,
      workers: threads,
    });
    await embedder.embedImages(library.jpegs.slice(0, 2 * BATCH));
    const { store, cacheFolder } = library;
    const stage = embeddingsStage({ store, embedder, batchSize: BATCH, cacheFolder });
    const cost = await taken(photos, () => runStage(stage, { store, signal: new AbortController().signal }));
    await embedder.close();
    await store.close();
    rows.push({
      'a tiny network, photos': photos,
      'photos/s': round(1 / cost.seconds),
      'processor ms': round(cost.cpu * 1000),
      'main thread ms': round(cost.mainCpu * 1000),
      'peak memory so far, MB': Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    });
  }
  return rows;
}

async function textRow(modelsDir: string, entry: ModelEntry, threads: number) {
  const embedder = await createOnnxEmbedder({
    entry,
    modelsDir,
    device: 'cpu',
    precision: 'fp32',
    batchSize: BATCH,
    workers: threads,
  });
  const texts = Array.from({ length: TEXTS }, (_, at) => `a photo of ${at} things`);
  await embedder.embedTexts(['warm']);
  const first = await taken(TEXTS, () => embedder.embedTexts(texts));
  const again = await taken(TEXTS, () => embedder.embedTexts(texts));
  await embedder.close();
  return {
    texts: 'fp32, as large as the text side of ViT-B/32',
    'texts/s': round(1 / first.seconds),
    'known texts/s': Math.round(1 / again.seconds),
  };
}

interface BareSessions {
  run(photos: number): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Sessions side by side that share a number of photos. */
async function bareSessions(given: {
  path: string;
  batch: number;
  threads: number;
  sessions: number;
}): Promise<BareSessions> {
  const { path, batch, threads, sessions } = given;
  const workers = Array.from({ length: sessions }, () => {
    const workerData: SessionTask = { path, batch, threads, sizePx: VIT_B_32.sizePx };
    return new Worker(new URL('./models-session.ts', import.meta.url), { workerData });
  });
  const answers = () =>
    Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.once('error', reject);
            worker.once('message', () => {
              worker.off('error', reject);
              resolve();
            });
          }),
      ),
    );
  await answers();
  return {
    async run(photos) {
      const answered = answers();
      for (const worker of workers) worker.postMessage(photos / sessions);
      await answered;
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

async function taken(photos: number, work: () => Promise<unknown>): Promise<Taken> {
  const before = process.cpuUsage();
  const mainBefore = process.threadCpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const main = process.threadCpuUsage(mainBefore);
  return {
    seconds: seconds / photos,
    cpu: (user + system) / 1e6 / photos,
    mainCpu: (main.user + main.system) / 1e6 / photos,
  };
}

const goal = (what: string, least: number, value: number) => ({
  what,
  goal: `at least ${least}`,
  value: round(value),
  holds: value >= least,
});

const round = (value: number): number => Number(value.toPrecision(3));
