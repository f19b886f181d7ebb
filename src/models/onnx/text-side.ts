import { PhotoTagError } from '../../domain/errors.ts';
import { WorkerPool } from '../../threads/worker-pool.ts';
import type { TextVectors } from './text-vectors.ts';
import type { TextSetup, TextTask } from './text-worker.ts';
import { unitVector } from './unit-vector.ts';

/** From texts to unit vectors, each made once. The thread starts with the first text that is not known. */
export class TextSide {
  readonly #setup: TextSetup;
  readonly #vectors: TextVectors;
  readonly #batchSize: number;
  readonly #pool: WorkerPool<TextTask, readonly Float32Array[]>;

  constructor(setup: TextSetup, vectors: TextVectors, batchSize: number) {
    this.#setup = setup;
    this.#vectors = vectors;
    this.#batchSize = batchSize;
    this.#pool = new WorkerPool('text network', new URL('./text-worker.ts', import.meta.url), 1);
  }

  /** One unit vector a text, in order. */
  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const missing = [...new Set(texts)].filter((text) => this.#vectors.get(text) === undefined);
    for (let from = 0; from < missing.length; from += this.#batchSize) {
      const part = missing.slice(from, from + this.#batchSize);
      const made = await this.#pool.run({ setup: this.#setup, texts: part });
      this.#vectors.put(
        part,
        made.map((vector, at) => unitVector(vector) ?? unusable(part[at]!)),
      );
    }
    return texts.map((text) => this.#vectors.get(text)!.slice());
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function unusable(text: string): never {
  throw new PhotoTagError('TOOL_FAILED', `The text network gave no usable vector for "${text}"`, {
    remedy: 'Check its files with `photo-tag models verify`.',
  });
}
