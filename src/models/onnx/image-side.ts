import { availableMemory } from 'node:process';
import { PhotoTagError } from '../../domain/errors.ts';
import type { EmbedderFacts } from '../../domain/model.ts';
import { WorkerPool } from '../../threads/worker-pool.ts';
import type { Embedding } from '../embedder.ts';
import { CUDA_REMEDY, type Device, firstProvider, type Provider } from './device.ts';
import { FullBatches, MEMORY_REMEDY } from './full-batches.ts';
import type { NetworkHost } from './network-task.ts';
import type { PictureTask } from './picture-worker.ts';
import { type SessionPlan, sessionPlan } from './session-plan.ts';
import { createWorkerHost } from './worker-host.ts';

export type Pixels = Float32Array<ArrayBuffer>;

export interface ImageSideOptions {
  readonly path: string;
  readonly weightBytes: number;
  readonly facts: EmbedderFacts;
  readonly device: Device;
  readonly hasCuda: boolean;
  readonly threads: number;
  readonly batchSize: number;
  readonly onNotice: (notice: string) => void;
  readonly makeHost?: ((provider: Provider, plan: SessionPlan) => NetworkHost) | undefined;
  readonly stepUpAfter?: number | undefined;
}

/** Where an image network runs. */
export interface OpenDevice {
  readonly provider: Provider;
  readonly plan: SessionPlan;
  readonly passes: number;
  run(pictures: readonly Pixels[]): ReturnType<NetworkHost['run']>;
}

/** From proxies to vectors. Threads and network start with the first call. */
export class ImageSide {
  readonly #options: ImageSideOptions;
  readonly #pictures: WorkerPool<PictureTask, Pixels | Error>;
  readonly #batches: FullBatches;
  #opening: Promise<OpenDevice> | null = null;
  #host: NetworkHost | null = null;

  constructor(options: ImageSideOptions) {
    this.#options = options;
    this.#pictures = new WorkerPool(
      'picture decoder',
      new URL('./picture-worker.ts', import.meta.url),
      options.threads,
    );
    this.#batches = new FullBatches({
      prepareThreads: options.threads,
      prepare: (jpeg) => this.#pictures.run({ jpeg, preprocessing: options.facts.preprocessing }),
      host: () => this.open(),
      batchSize: options.batchSize,
      onNotice: options.onNotice,
      stepUpAfter: options.stepUpAfter,
    });
  }

  /** @param jpegs proxies, as paths */
  embed(jpegs: readonly string[]): Promise<(Embedding | Error)[]> {
    return this.#batches.embed(jpegs);
  }

  /** @throws PhotoTagError where the network cannot run as asked for */
  open(): Promise<OpenDevice> {
    this.#opening ??= this.#open().catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    const host = this.#host;
    this.#opening = null;
    this.#host = null;
    await Promise.all([host?.close(), this.#pictures.close()]);
  }

  async #open(): Promise<OpenDevice> {
    const { device, hasCuda, onNotice } = this.#options;
    if (device === 'cuda' && !hasCuda) throw noCuda('this onnxruntime has no part for CUDA');
    const provider = firstProvider(device, hasCuda);
    const problem = await this.#tryOpen(provider);
    if (typeof problem !== 'string') return problem;
    if (device === 'cuda') throw noCuda(problem);
    if (provider === 'cpu') throw outOfMemory(problem);
    onNotice(`The GPU cannot be used (${problem}): going on with the CPU.`);
    const instead = await this.#tryOpen('cpu');
    if (typeof instead === 'string') throw outOfMemory(instead);
    return instead;
  }

  /** @returns why the network cannot be opened there, as a text */
  async #tryOpen(provider: Provider): Promise<OpenDevice | string> {
    const { path, facts, threads, weightBytes, makeHost } = this.#options;
    const plan = sessionPlan({ provider, threads, weightBytes, freeBytes: availableMemory() });
    await this.#host?.close();
    const host = makeHost?.(provider, plan) ?? createWorkerHost(plan.sessions);
    this.#host = host;
    const setup = {
      path,
      provider,
      threads: plan.threadsEach,
      sizePx: facts.preprocessing.sizePx,
      dimensions: facts.dimensions,
    };
    const answer = await host.run({ setup, pictures: [] });
    if (answer.kind !== 'open') return 'why' in answer ? answer.why : answer.kind;
    const { fixedBatch } = answer;
    return {
      provider,
      plan,
      passes: host.passes,
      run: (pictures) => runWithin(fixedBatch, pictures, (part) => host.run({ setup, pictures: part })),
    };
  }
}

/** A network that takes a fixed number of pictures gets no more than those at once. */
async function runWithin(
  most: number | null,
  pictures: readonly Pixels[],
  run: (part: readonly Pixels[]) => ReturnType<NetworkHost['run']>,
): ReturnType<NetworkHost['run']> {
  if (most === null || pictures.length <= most) return run(pictures);
  const vectors: Float32Array<ArrayBuffer>[] = [];
  for (let from = 0; from < pictures.length; from += most) {
    const answer = await run(pictures.slice(from, from + most));
    if (answer.kind !== 'vectors') return answer;
    vectors.push(...answer.vectors);
  }
  return { kind: 'vectors', vectors };
}

const noCuda = (why: string): PhotoTagError =>
  new PhotoTagError('TOOL_MISSING', `embeddings.device: cuda cannot be used: ${why}`, {
    remedy: CUDA_REMEDY,
  });

const outOfMemory = (why: string): PhotoTagError =>
  new PhotoTagError('TOOL_FAILED', `The network cannot be opened: ${why}`, { remedy: MEMORY_REMEDY });
