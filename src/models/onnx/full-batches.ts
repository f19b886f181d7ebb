import { PhotoTagError } from '../../domain/errors.ts';
import type { Embedding } from '../embedder.ts';
import { BatchSize } from './batch-size.ts';
import type { NetworkAnswer, NetworkHost } from './network-task.ts';
import { unitVector } from './unit-vector.ts';

type Pixels = Float32Array<ArrayBuffer>;

interface Wish {
  readonly jpeg: string;
  settle(result: Embedding | Error): void;
  fail(error: unknown): void;
}

interface Prepared extends Wish {
  readonly pixels: Pixels;
}

export interface FullBatchesOptions {
  /** Threads that prepare pictures: so many and a batch are prepared ahead of the network. */
  readonly prepareThreads: number;
  prepare(jpeg: string): Promise<Pixels | Error>;
  /** Where passes run, once it is open. */
  host(): Promise<Pick<NetworkHost, 'passes'> & { run(pictures: readonly Pixels[]): Promise<NetworkAnswer> }>;
  readonly batchSize: number;
  readonly onNotice: (notice: string) => void;
  /** For tests. */
  readonly stepUpAfter?: number | undefined;
}

/** Pictures that fail alone for want of memory, one after the other, until nothing is worth trying. */
const MOST_IN_VAIN = 3;

export const MEMORY_REMEDY =
  'See with `nvidia-smi` which processes hold the memory of the GPU (leftovers of killed programs do), end them, and ' +
  'run the stage again; or set embeddings.device to cpu.';

/**
 * Keeps a network busy: pictures of all callers are prepared ahead of it, and go through it in full batches, whoever
 * asked for them. Where memory runs out, batches become smaller, and no picture is lost.
 */
export class FullBatches {
  readonly #options: FullBatchesOptions;
  readonly #size: BatchSize;
  readonly #waiting: Wish[] = [];
  #preparing = 0;
  readonly #ready: Prepared[] = [];
  #passes = 0;
  #inVain = 0;

  constructor(options: FullBatchesOptions) {
    this.#options = options;
    this.#size = new BatchSize(options.batchSize, options.stepUpAfter);
  }

  /** One embedding or one Error a picture, in order. */
  async embed(jpegs: readonly string[]): Promise<(Embedding | Error)[]> {
    if (jpegs.length === 0) return [];
    const host = await this.#options.host();
    const results = jpegs.map(
      (jpeg) =>
        new Promise<Embedding | Error>((settle, fail) => {
          this.#waiting.push({ jpeg, settle, fail });
        }),
    );
    this.#go(host);
    return Promise.all(results);
  }

  #go(host: Host): void {
    // Enough for each pass that may start, and a batch that is being gathered; no more, a picture takes 0.6 MB or more.
    const most = this.#size.current * (host.passes + 1) + this.#options.prepareThreads;
    while (this.#waiting.length > 0 && this.#preparing + this.#ready.length < most) {
      void this.#prepare(this.#waiting.shift()!, host);
    }
    while (this.#passes < host.passes && this.#hasBatch()) {
      void this.#pass(this.#ready.splice(0, this.#size.current), host);
    }
  }

  /** A full one; what is left where nothing more is coming. */
  #hasBatch(): boolean {
    return this.#ready.length >= this.#size.current || (this.#ready.length > 0 && this.#preparing === 0);
  }

  async #prepare(wish: Wish, host: Host): Promise<void> {
    this.#preparing++;
    try {
      const pixels = await this.#options.prepare(wish.jpeg);
      if (pixels instanceof Error) wish.settle(pixels);
      else this.#ready.push({ ...wish, pixels });
    } catch (error) {
      wish.fail(error);
    } finally {
      this.#preparing--;
      this.#go(host);
    }
  }

  async #pass(batch: readonly Prepared[], host: Host): Promise<void> {
    this.#passes++;
    try {
      // Handed over and gone: a batch that has to be tried again is prepared again, which is rare.
      const answer = await host.run(batch.map(({ pixels }) => pixels));
      if (answer.kind === 'vectors') this.#settle(batch, answer.vectors);
      else if (answer.kind === 'out-of-memory') this.#shrink(batch, answer.why);
      else throw new Error(`The network gave no vectors (${answer.kind}).`);
    } catch (error) {
      for (const wish of [...batch, ...this.#ready.splice(0), ...this.#waiting.splice(0)]) wish.fail(error);
    } finally {
      this.#passes--;
      this.#go(host);
    }
  }

  #settle(batch: readonly Prepared[], vectors: readonly Float32Array[]): void {
    this.#inVain = 0;
    for (const [at, wish] of batch.entries()) {
      const vector = vectors[at] && unitVector(vectors[at]);
      wish.settle(vector ? { vector } : new Error('The network gave no usable vector for this picture.'));
    }
    if (this.#size.wentWell(batch.length)) {
      this.#options.onNotice(`Memory has sufficed for a while: trying ${this.#size.current} photos at once.`);
    }
  }

  #shrink(batch: readonly Prepared[], why: string): void {
    if (batch.length > 1) {
      if (this.#size.tooLarge(batch.length)) {
        this.#options.onNotice(
          `Memory ran out with ${batch.length} photos at once; the same photos again, ${this.#size.current} at once.`,
        );
      }
      this.#waiting.unshift(...batch);
      return;
    }
    if (++this.#inVain >= MOST_IN_VAIN) {
      throw new PhotoTagError('TOOL_FAILED', `Memory does not suffice for a single photo: ${why}`, {
        remedy: MEMORY_REMEDY,
      });
    }
    batch[0]!.settle(new Error(`Memory ran out with this photo alone (${why}). ${MEMORY_REMEDY}`));
  }
}

type Host = Awaited<ReturnType<FullBatchesOptions['host']>>;
