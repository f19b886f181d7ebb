import { PhotoTagError } from '../domain/errors.ts';
import type { AnyStage, DueItem, ItemOutcome } from '../stages/stage.ts';
import type { Store } from '../store/store.ts';
import { type Progress, ProgressMeter } from './progress.ts';
import { StockTaking } from './stock-taking.ts';

/** How results come into the store: in a transaction that may do more than keep them. */
export interface Saving {
  batch(
    save: (transaction: Store) => Promise<void>,
    results: readonly ItemOutcome<DueItem, unknown>[],
  ): Promise<void>;
  finish(finish: (transaction: Store) => Promise<void>): Promise<void>;
}

export interface RunOptions {
  readonly store: Store;
  /** Aborting lets the batches at work finish and be saved, and starts no new one. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** A transaction of the store for each, where it is left out. */
  readonly saving?: Saving | undefined;
}

/** Runs one stage over all that is due. Throws where a tool is broken; what was done by then is saved. */
export async function runStage(stage: AnyStage, options: RunOptions): Promise<Progress> {
  const { store, signal } = options;
  const saving = options.saving ?? savingIn(store);
  await store.takeStock();
  await stage.prepare?.(signal);
  const meter = new ProgressMeter(stage.name, stage.unit, await stage.countDue());
  const report = () => options.onProgress?.(meter.read());
  report();

  const batches = new BatchSource(stage.due(), stage.batchSize);
  const stock = new StockTaking(store);
  const stop = new AbortController();
  const cancelled = AbortSignal.any([signal, stop.signal]);
  const lane = async (): Promise<void> => {
    while (!cancelled.aborted) {
      const batch = await batches.next();
      if (batch.length === 0) return;
      const outcomes = await stage.run(batch, cancelled);
      const results = batch.map((item, index) => ({ item, outcome: outcomes[index] }));
      assertComplete(stage, results);
      await saving.batch((transaction) => stage.save(transaction, results), results);
      for (const { item, outcome } of results) meter.count(item.size ?? 1, outcome.status);
      report();
      await stock.after(meter.read().done);
    }
  };
  const lanes = Array.from({ length: stage.lanes }, () =>
    lane().catch((error: unknown) => {
      stop.abort();
      throw error;
    }),
  );
  const ended = await Promise.allSettled(lanes);
  const broken = ended.find((result) => result.status === 'rejected');
  if (broken && !signal.aborted) throw broken.reason;
  if (!signal.aborted) await saving.finish(async (transaction) => stage.finish?.(transaction));
  return meter.read();
}

const savingIn = (store: Store): Saving => ({
  batch: (save) => store.transaction(save),
  finish: (finish) => store.transaction(finish),
});

export function assertComplete(
  stage: AnyStage,
  results: { item: DueItem; outcome: unknown }[],
): asserts results is ItemOutcome<DueItem, unknown>[] {
  const lost = results.find((result) => result.outcome === undefined);
  if (lost) {
    throw new PhotoTagError('TOOL_FAILED', `${stage.name} gave no outcome for ${lost.item.key}`, {
      remedy: 'This is a fault of photo-tag: please report it with the output of `photo-tag doctor`.',
    });
  }
}

/** Cuts a stream of items in batches; several lanes may ask at the same time. */
class BatchSource<Item> {
  readonly #items: AsyncIterator<Item>;
  readonly #size: number;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(items: AsyncIterable<Item>, size: number) {
    this.#items = items[Symbol.asyncIterator]();
    this.#size = size;
  }

  /** The next batch; empty at the end. */
  next(): Promise<Item[]> {
    const batch = this.#turn.then(async () => {
      const items: Item[] = [];
      while (items.length < this.#size) {
        const next = await this.#items.next();
        if (next.done) break;
        items.push(next.value);
      }
      return items;
    });
    this.#turn = batch.catch(() => undefined);
    return batch;
  }
}
