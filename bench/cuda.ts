import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ModelEntry, Precision } from '../src/domain/model.ts';
import { modelFolder } from '../src/models/model-folder.ts';
import { CUDA_REMEDY, type Device, hasCudaLibrary } from '../src/models/onnx/device.ts';
import { createOnnxEmbedder, type OnnxEmbedderOptions } from '../src/models/onnx/embedder.ts';
import { makeModel } from '../src/models/onnx/made-model.fixture.ts';
import { VIT_B_32 } from '../src/models/onnx/made-networks.fixture.ts';
import type { PictureTask } from '../src/models/onnx/picture-worker.ts';
import { runStage } from '../src/pipeline/run-stage.ts';
import { embeddingsStage } from '../src/stages/embeddings.ts';
import { WorkerPool } from '../src/threads/worker-pool.ts';
import type { CudaSessionTask } from './cuda-session.ts';
import { type ProxyLibrary, proxyLibrary } from './models-library.ts';
import { type BenchGoal, type BenchReport, thisMachine } from './report.ts';

const PEER = fileURLToPath(new URL('./cuda-peer.py', import.meta.url));
const PRECISIONS = ['fp16', 'fp32'] as const;
const BATCHES = [8, 32, 64, 128];
/** What is left of the GPU's memory where batches have to become smaller: enough for the weights and a few photos. */
const TIGHT_MIB = 2600;
const DISTINCT = 8;

interface Peer {
  readonly gpu: string;
  readonly vectors: readonly (readonly number[])[];
  readonly bare: Readonly<Record<string, number>>;
  readonly whole: number;
}

/**
 * The embeddings stage on a GPU: a network in the shape of CLIP ViT-L/14 with random weights, as PyTorch exports it,
 * beside PyTorch itself. Needs the CUDA part of onnxruntime, and python3 with torch and transformers.
 * @param options size: photos a measure; PHOTO_TAG_BENCH_MODELS names a folder to keep the networks in
 */
export async function run({ seed, size }: { seed: number; size: number }): Promise<BenchReport> {
  const missing = whatIsMissing();
  if (missing !== null) return notMeasured(missing);
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-bench-cuda-'));
  try {
    const modelsDir = process.env.PHOTO_TAG_BENCH_MODELS ?? folder;
    const entry = vitL14(modelsDir, seed);
    const library = await proxyLibrary(folder, size, seed);
    const peer = peerOn(folder, seed, library);
    const rows: Record<string, unknown>[] = [];
    const prepared = await preparing(entry, library);
    rows.push({ 'photos/s of': 'PyTorch, whole, fp16, 64 at once', value: round(peer.whole) });
    rows.push({
      'photos/s of': `preparing alone, ${availableParallelism()} threads`,
      value: round(prepared),
    });
    const goals: BenchGoal[] = [];
    for (const precision of PRECISIONS) {
      for (const batchSize of BATCHES) {
        const raw = await barePasses(imagePath(modelsDir, entry, precision), batchSize, precision);
        const stage = await photosPerSecond(library, { entry, modelsDir, precision, batchSize });
        rows.push({
          'ours on the GPU': precision,
          'photos at once': batchSize,
          'bare passes/s × photos': round(raw),
          'PyTorch bare, fp16': round(peer.bare[batchSize] ?? Number.NaN),
          'stage, photos/s': round(stage),
          'share of the lower limit': round(stage / Math.min(raw, prepared)),
        });
        if (precision === 'fp16' && batchSize === 64) {
          goals.push(
            atLeast(
              'fp16, 64 at once: share of the lower of network and preparing',
              0.8,
              stage / Math.min(raw, prepared),
            ),
          );
          goals.push(atLeast('fp16, 64 at once: PyTorch with its loader, times', 1, stage / peer.whole));
        }
      }
    }
    const half = await agreement(library, { entry, modelsDir, precision: 'fp16', batchSize: 8 }, peer);
    const single = await agreement(library, { entry, modelsDir, precision: 'fp32', batchSize: 8 }, peer);
    const onCpu = await agreement(
      library,
      { entry, modelsDir, precision: 'fp32', batchSize: 8, device: 'cpu' },
      peer,
    );
    rows.push({ 'lowest cosine with PyTorch fp32': 'CPU fp32', value: onCpu });
    rows.push({ 'lowest cosine with PyTorch fp32': 'GPU fp32', value: single });
    rows.push({ 'lowest cosine with PyTorch fp32': 'GPU fp16', value: half });
    goals.push(atLeast('GPU fp32: lowest cosine with PyTorch', 0.9999, single));
    goals.push(atLeast('GPU fp16: lowest cosine with PyTorch', 0.999, half));
    const tight = await shortOfMemory(library, { entry, modelsDir, precision: 'fp16', batchSize: 256 });
    rows.push({ [`with ${TIGHT_MIB} MiB left`]: 'done, failed', value: `${tight.done}, ${tight.failed}` });
    for (const notice of tight.notices)
      rows.push({ [`with ${TIGHT_MIB} MiB left`]: 'notice', value: notice });
    goals.push(atLeast('short of memory: photos done', size, tight.done));
    goals.push(
      atLeast(
        'short of memory: batches became smaller, times',
        1,
        tight.notices.filter((one) => one.startsWith('Memory ran out')).length,
      ),
    );
    await library.store.close();
    return { name: 'cuda', machine: `${thisMachine()}, ${peer.gpu}`, rows, goals };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function whatIsMissing(): string | null {
  if (!hasCudaLibrary()) return `the CUDA part of onnxruntime: ${CUDA_REMEDY}`;
  const torch = spawnSync('python3', ['-c', 'import torch, transformers; assert torch.cuda.is_available()']);
  return torch.status === 0
    ? null
    : 'python3 with torch, transformers and a GPU: pip install torch transformers';
}

function notMeasured(missing: string): BenchReport {
  const goals = [{ what: 'everything', goal: `needs ${missing}`, value: null, holds: false }];
  return { name: 'cuda', machine: thisMachine(), rows: [], goals };
}

function vitL14(modelsDir: string, seed: number): ModelEntry {
  const image = { ...VIT_B_32, width: 1024, layers: 24, heads: 16, dimensions: 768, patchPx: 14 };
  const made = { name: 'ViT-L-14', pretrained: `random-${seed}`, precisions: PRECISIONS, image, text: null };
  const entry = makeModel(modelsDir, made, true);
  if (PRECISIONS.some((precision) => !existsSync(imagePath(modelsDir, entry, precision)))) {
    const folder = join(modelFolder(modelsDir, entry), 'onnx');
    execFileSync('python3', [PEER, 'networks', folder, String(seed)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return entry;
}

const imagePath = (modelsDir: string, entry: ModelEntry, precision: Precision): string =>
  join(modelFolder(modelsDir, entry), 'onnx', `vision_model_${precision}.onnx`);

function peerOn(folder: string, seed: number, { jpegs }: ProxyLibrary): Peer {
  const listing = join(folder, 'photos.txt');
  writeFileSync(listing, jpegs.join('\n'));
  const said = execFileSync(
    'python3',
    [PEER, 'embed', folder, String(seed), listing, String(availableParallelism())],
    {
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return JSON.parse(String(said)) as Peer;
}

type Given = Pick<OnnxEmbedderOptions, 'entry' | 'modelsDir' | 'precision' | 'batchSize'> & {
  readonly device?: Device;
};

const open = (given: Given, onNotice?: (notice: string) => void, stepUpAfter?: number) =>
  createOnnxEmbedder({ device: 'cuda', workers: availableParallelism(), ...given, onNotice, stepUpAfter });

/** The whole stage: proxies on disk to vectors in the store. */
async function photosPerSecond(
  { store, cacheFolder, sha1s, jpegs }: ProxyLibrary,
  given: Given,
): Promise<number> {
  const embedder = await open(given);
  await embedder.embedImages(jpegs.slice(0, 2 * given.batchSize));
  await store.outcomes.remove('embeddings', sha1s);
  const stage = embeddingsStage({ store, embedder, batchSize: given.batchSize, cacheFolder });
  const started = performance.now();
  const { done, failed } = await runStage(stage, { store, signal: new AbortController().signal });
  const seconds = (performance.now() - started) / 1000;
  await embedder.close();
  if (done !== sha1s.length || failed > 0)
    throw new Error(`${done} of ${sha1s.length} photos, ${failed} failed`);
  return sha1s.length / seconds;
}

async function preparing(entry: ModelEntry, { jpegs }: ProxyLibrary): Promise<number> {
  const { preprocessing } = entry.embedder!;
  const pool = new WorkerPool<PictureTask, Float32Array | Error>(
    'picture decoder',
    new URL('../src/models/onnx/picture-worker.ts', import.meta.url),
    availableParallelism(),
    { idleMillis: 600_000 },
  );
  const all = () => Promise.all(jpegs.map((jpeg) => pool.run({ jpeg, preprocessing })));
  await all();
  const started = performance.now();
  await all();
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return jpegs.length / seconds;
}

/** Photos a second of the session alone, the way the worker runs it: pixels from memory, vectors back to it. */
async function barePasses(path: string, batch: number, precision: Precision): Promise<number> {
  const workerData: CudaSessionTask = { path, batch, sizePx: VIT_B_32.sizePx, precision };
  const worker = new Worker(new URL('./cuda-session.ts', import.meta.url), { workerData });
  const [photosPerSecond] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  return photosPerSecond;
}

async function agreement({ jpegs }: ProxyLibrary, given: Given, peer: Peer): Promise<number> {
  const embedder = await open(given);
  const ours = await embedder.embedImages(jpegs.slice(0, DISTINCT));
  await embedder.close();
  const cosines = ours.map((one, at) => {
    if (one instanceof Error) throw one;
    return one.vector.reduce((sum, value, i) => sum + value * peer.vectors[at]![i]!, 0);
  });
  return Math.min(...cosines);
}

/** Another program has the GPU's memory: nothing may be lost. */
async function shortOfMemory({ store, cacheFolder, sha1s }: ProxyLibrary, given: Given) {
  const holder = spawn('python3', [PEER, 'hold', String(TIGHT_MIB)], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const notices: string[] = [];
  try {
    const embedder = await open(given, (notice) => notices.push(notice), 4);
    await store.outcomes.remove('embeddings', sha1s);
    const stage = embeddingsStage({ store, embedder, batchSize: given.batchSize, cacheFolder });
    const { done, failed } = await runStage(stage, { store, signal: new AbortController().signal });
    await embedder.close();
    return { done, failed, notices };
  } finally {
    holder.stdin.end();
    holder.kill('SIGKILL');
  }
}

const atLeast = (what: string, least: number, value: number): BenchGoal => ({
  what,
  goal: `at least ${least}`,
  value,
  holds: value >= least,
});

const round = (value: number): number => Number(value.toPrecision(3));
