import type { Outcome } from '../domain/outcome.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { Store } from '../store/store.ts';

/** What a stage counts in. */
export type StageUnit = 'files' | 'photos' | 'folders' | 'windows' | 'clusters';

export interface DueItem {
  /** How messages name it: a path, a SHA-1, a window. */
  readonly key: string;
  /** How many units it counts for in the progress; 1 where it is left out. */
  readonly size?: number | undefined;
  /** What its result will depend on; another one means that the result is stale. */
  readonly fingerprint?: string | undefined;
}

export interface ItemOutcome<Item, Result> {
  readonly item: Item;
  readonly outcome: Outcome<Result>;
}

/**
 * One step of the pipeline: find what is due, do a batch of it, keep the result. Results, outcomes and
 * fingerprints are saved in one transaction, so that a killed run goes on where it was.
 */
export interface Stage<Item extends DueItem = DueItem, Result = unknown> {
  readonly name: StageName;
  readonly unit: StageUnit;
  /** Items in one batch: one call of `run`, one transaction. */
  readonly batchSize: number;
  /** Batches at work at the same time. */
  readonly lanes: number;
  /** Why nothing is ever due with this configuration, and what would change that. */
  readonly idle?: string | undefined;
  /** What has to be known before anything is due: scan walks the folders here. */
  prepare?(signal: AbortSignal): Promise<void>;
  countDue(): Promise<number>;
  due(): AsyncIterable<Item>;
  /**
   * Those of these items that are still due, for a worker that was handed their keys, in a store that may be a
   * transaction's. Left out where the stage can only be done as a whole.
   */
  claim?(store: Store, keys: readonly string[]): Promise<Item[]>;
  /** The photos whose outcomes an item stands for; the key itself where it is left out. */
  photosOf?(item: Item): readonly Sha1[];
  /** One outcome per item, in order. A bad photo is an outcome; a broken tool throws. */
  run(batch: readonly Item[], signal: AbortSignal): Promise<Outcome<Result>[]>;
  save(store: Store, results: readonly ItemOutcome<Item, Result>[]): Promise<void>;
  /** After the last batch of a run that was not cancelled. */
  finish?(store: Store): Promise<void>;
}

/** Stages of different items side by side in one list. */
// biome-ignore lint/suspicious/noExplicitAny: items and results of a stage are its own affair
export type AnyStage = Stage<any, any>;
