import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelEntry, Precision } from '../../domain/model.ts';
import { BatchSize } from './batch-size.ts';
import { firstProvider, type Provider, precisionsFor } from './device.ts';
import { createOnnxEmbedder, type OnnxEmbedderOptions } from './embedder.ts';
import { makeModel } from './made-model.fixture.ts';
import type { NetworkAnswer, NetworkHost } from './network-task.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { sessionPlan } from './session-plan.ts';
import { createWorkerHost } from './worker-host.ts';

let folder: string;
let entry: ModelEntry;
let jpegs: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-devices-'));
  entry = makeModel(folder, { text: null });
  jpegs = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const path = join(folder, `${at}.jpg`);
      const background = { r: at * 4, g: 255 - at * 3, b: (at * 37) % 256 };
      await sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .jpeg()
        .toFile(path);
      return path;
    }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const BFC_ARENA =
  'Non-zero status code returned while running MatMul node. bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 157286400';

/** A device that has memory for so many pictures at once; what fits is computed by onnxruntime. */
function smallDevice(fits: (pictures: number) => boolean, seen: number[] = []) {
  return (_: Provider): NetworkHost => {
    const real = createWorkerHost(1);
    return {
      ...real,
      async run(task): Promise<NetworkAnswer> {
        const pictures = task.pictures.length;
        if (pictures > 0) seen.push(pictures);
        if (pictures > 0 && !fits(pictures)) return { kind: 'out-of-memory', why: BFC_ARENA };
        return real.run({ ...task, setup: { ...task.setup, provider: 'cpu' } });
      },
    };
  };
}

async function embedWith(options: Partial<OnnxEmbedderOptions>, paths = jpegs) {
  const notices: string[] = [];
  const embedder = await createOnnxEmbedder({
    entry,
    modelsDir: folder,
    device: 'cpu',
    precision: 'fp32',
    batchSize: 8,
    workers: 2,
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  try {
    return { results: await embedder.embedImages(paths), notices };
  } finally {
    await embedder.close();
  }
}

describe('when memory runs out', () => {
  it('takes smaller batches, says so, and embeds every photo as it would have', async () => {
    const { results: expected } = await embedWith({});
    const seen: number[] = [];
    const { results, notices } = await embedWith({ makeHost: smallDevice((n) => n <= 3, seen) });
    expect(results).toEqual(expected);
    expect(notices).toEqual([
      'Memory ran out with 8 photos at once; the same photos again, 4 at once.',
      'Memory ran out with 4 photos at once; the same photos again, 2 at once.',
    ]);
    expect(seen.filter((n) => n > 2).length).toBeLessThan(6);
  });

  it('goes down to single photos', async () => {
    const { results: expected } = await embedWith({});
    const { results, notices } = await embedWith({ makeHost: smallDevice((n) => n <= 1) });
    expect(results).toEqual(expected);
    expect(notices).toHaveLength(3);
  });

  it('tries larger batches again after a while', async () => {
    let passes = 0;
    // Another program holds the memory at first.
    const fits = (n: number) => passes++ > 4 || n <= 2;
    const { results, notices } = await embedWith({ makeHost: smallDevice(fits), stepUpAfter: 3 });
    expect(results.filter((result) => result instanceof Error)).toEqual([]);
    expect(notices.slice(0, 2)).toEqual([
      'Memory ran out with 8 photos at once; the same photos again, 4 at once.',
      'Memory ran out with 4 photos at once; the same photos again, 2 at once.',
    ]);
    expect(notices.slice(2)).toEqual([
      'Memory has sufficed for a while: trying 4 photos at once.',
      'Memory has sufficed for a while: trying 8 photos at once.',
    ]);
  });

  it('gives a photo its reason where it fails alone, and goes on', async () => {
    let alone = 0;
    const fits = (n: number) => n <= 1 && ++alone !== 5;
    const { results } = await embedWith({ makeHost: smallDevice(fits) });
    const errors = results.filter((result) => result instanceof Error);
    expect(errors).toHaveLength(1);
    expect(errors[0]!.message).toMatch(/Memory ran out with this photo alone .*requested buffer.*nvidia-smi/);
  });

  it('stops with what to do where no photo fits', async () => {
    await expect(embedWith({ makeHost: smallDevice(() => false) })).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      remedy: expect.stringContaining('nvidia-smi'),
    });
  });

  it.each([
    { message: BFC_ARENA, is: true },
    { message: 'CUDA failure 2: out of memory ; GPU=0 ; hostname=x ; file=cuda_allocator.cc', is: true },
    { message: 'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED', is: true },
    { message: 'std::bad_alloc', is: true },
    { message: 'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version', is: false },
    { message: 'CUDA failure 209: no kernel image is available', is: false },
    { message: 'Got invalid dimensions for input: pixel_values', is: false },
  ])('"$message" is out of memory: $is', ({ message, is }) => {
    expect(isOutOfMemory(message)).toBe(is);
  });

  it('waits longer each time that a larger batch was tried too early', () => {
    const size = new BatchSize(8, 2);
    const until = (larger: number) => {
      for (let good = 1; good < 100; good++)
        if (size.wentWell(size.current)) return [good, size.current, larger];
      return null;
    };
    expect(size.tooLarge(8)).toBe(true);
    expect(size.tooLarge(8)).toBe(false);
    expect(size.current).toBe(4);
    expect(until(8)).toEqual([2, 8, 8]);
    size.tooLarge(8);
    expect(until(8)).toEqual([4, 8, 8]);
    size.tooLarge(8);
    expect(until(8)).toEqual([8, 8, 8]);
  });
});

describe('devices', () => {
  /** A machine whose GPU does not open. */
  const noGpu = (provider: Provider): NetworkHost => {
    const real = createWorkerHost(1);
    if (provider === 'cpu') return real;
    return {
      ...real,
      run: async () => ({ kind: 'unavailable', why: 'CUDA driver version is insufficient' }),
    };
  };

  it('auto goes on with the CPU where the GPU does not open, and says so once', async () => {
    const { results: expected } = await embedWith({});
    const { results, notices } = await embedWith({ device: 'auto', hasCuda: true, makeHost: noGpu });
    expect(results).toEqual(expected);
    expect(notices).toEqual([
      'The GPU cannot be used (CUDA driver version is insufficient): going on with the CPU.',
    ]);
  });

  it('auto without the CUDA part of onnxruntime takes the CPU and says nothing', async () => {
    const { notices } = await embedWith({ device: 'auto', hasCuda: false });
    expect(notices).toEqual([]);
  });

  it.each([
    { title: 'the CUDA part is missing', hasCuda: false },
    { title: 'the GPU does not open', hasCuda: true },
  ])('cuda is refused with the remedy where $title', async ({ hasCuda }) => {
    await expect(embedWith({ device: 'cuda', hasCuda, makeHost: noGpu })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      remedy: expect.stringContaining('embeddings.device'),
    });
  });

  it('cuda is refused by the real onnxruntime of this machine, where it has no CUDA', async () => {
    await expect(embedWith({ device: 'cuda', hasCuda: true })).rejects.toMatchObject({
      code: 'TOOL_MISSING',
    });
  });

  it.each([
    { choice: 'auto', provider: 'cuda', first: 'fp16' },
    { choice: 'auto', provider: 'cpu', first: 'int8' },
    { choice: 'fp32', provider: 'cuda', first: 'fp32' },
    { choice: 'int8', provider: 'cuda', first: 'int8' },
  ] as const)('precision $choice on $provider takes $first first', ({ choice, provider, first }) => {
    expect(precisionsFor(choice, provider)[0]).toBe(first satisfies Precision);
  });

  it('takes the precision that the catalogue prefers for a model before the usual ones', () => {
    expect(precisionsFor('auto', 'cpu', 'fp32')).toEqual(['fp32', 'int8', 'fp16']);
    expect(precisionsFor('int8', 'cpu', 'fp32')).toEqual(['int8']);
  });

  it.each([
    { device: 'auto', hasCuda: true, provider: 'cuda' },
    { device: 'auto', hasCuda: false, provider: 'cpu' },
    { device: 'cpu', hasCuda: true, provider: 'cpu' },
    { device: 'cuda', hasCuda: false, provider: 'cuda' },
  ] as const)('$device with CUDA there: $hasCuda is tried on $provider', ({ device, hasCuda, provider }) => {
    expect(firstProvider(device, hasCuda)).toBe(provider);
  });

  const GIB = 2 ** 30;
  it.each([
    { threads: 2, weightBytes: 0.35 * GIB, freeBytes: 16 * GIB, plan: { sessions: 2, threadsEach: 1 } },
    { threads: 16, weightBytes: 1.2 * GIB, freeBytes: 16 * GIB, plan: { sessions: 3, threadsEach: 5 } },
    { threads: 4, weightBytes: 1.2 * GIB, freeBytes: 1 * GIB, plan: { sessions: 1, threadsEach: 4 } },
  ])('$threads threads, $weightBytes bytes of weights and $freeBytes free: $plan', ({ plan, ...given }) => {
    expect(sessionPlan({ provider: 'cpu', ...given })).toEqual(plan);
    expect(sessionPlan({ provider: 'cuda', ...given }).sessions).toBe(1);
  });
});

describe('what is missing', () => {
  it('names the network, its folder, and how to get it', async () => {
    const absent = { ...entry, name: 'ViT-B-32', pretrained: 'openai' };
    await expect(embedWith({ entry: absent })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      file: join(folder, 'ViT-B-32', 'openai'),
      remedy: expect.stringMatching(/photo-tag models pull ViT-B-32\/openai.*--from/),
    });
  });

  it('takes no other precision than the one that was asked for', async () => {
    await expect(embedWith({ precision: 'int8' })).rejects.toMatchObject({ code: 'MODEL_MISSING' });
  });
});
