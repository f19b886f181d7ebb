import type { ModelEntry, Precision } from '../domain/model.ts';

/** How a file of a model stands on disk. */
export type ModelFileState =
  /** There, and as it was when it was pulled. */
  | 'ok'
  /** There with another size or other bytes than were pulled. */
  | 'changed'
  /** Was pulled, and is not there. */
  | 'missing'
  /** There, and nobody knows from where: copied by hand. */
  | 'unpinned';

export interface ModelFileStatus {
  readonly path: string;
  readonly state: ModelFileState;
  /** On disk; null where it is not there. */
  readonly bytes: number | null;
}

export interface ModelStatus {
  readonly entry: ModelEntry;
  readonly folder: string;
  /** Precisions whose files are all there. */
  readonly installed: readonly Precision[];
  /** Files that are there or were pulled. */
  readonly files: readonly ModelFileStatus[];
  /** Bytes of a download that was stopped. */
  readonly partBytes: number;
}

/** A file that a pull has to bring. */
export interface PlannedFile {
  readonly path: string;
  /** As the hub says, else as the catalogue knows; null where neither tells. */
  readonly bytes: number | null;
  /** Already there from a download that was stopped. */
  readonly partBytes: number;
}

export interface PullPlan {
  readonly entry: ModelEntry;
  readonly precision: Precision;
  /** What is not there yet. */
  readonly files: readonly PlannedFile[];
  /** Files that are there already. */
  readonly present: number;
}

export interface PulledFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface PullProgress {
  readonly path: string;
  /** Of all files of the plan, also what was there from before. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface PullOptions {
  readonly signal: AbortSignal;
  onProgress?(progress: PullProgress): void;
  /** Why something is tried again, as a sentence. */
  onNote?(note: string): void;
}

/** Networks on disk, and the ways to get them there. */
export interface ModelStore {
  readonly folder: string;
  readonly catalog: readonly ModelEntry[];
  /**
   * What the command line names: `ViT-L-14/openai`, or `ViT-L-14`.
   * @throws PhotoTagError USAGE with the name that was probably meant.
   */
  find(label: string): ModelEntry;
  /** By sizes alone, so that it is quick. */
  status(entry: ModelEntry): Promise<ModelStatus>;
  /** Reads every byte. */
  verify(entry: ModelEntry, signal: AbortSignal): Promise<ModelStatus>;
  /** Asks the hub for sizes and checksums; downloads nothing. */
  plan(entry: ModelEntry, precision: Precision, options: PullOptions): Promise<PullPlan>;
  /** Brings what the plan lacks. Every file is whole, checked and pinned when it has its name. */
  pull(plan: PullPlan, options: PullOptions): Promise<readonly PulledFile[]>;
  /** The same from a folder; without a precision the first one that is whole there. */
  copyFrom(
    source: string,
    entry: ModelEntry,
    precision: Precision | null,
    options: PullOptions,
  ): Promise<{ readonly precision: Precision; readonly files: readonly PulledFile[] }>;
  /**
   * Deletes the files of the catalogue and of stopped downloads; others stay.
   * @param forget also what was pinned, so that another version may be pulled.
   * @returns what was deleted, and what stays.
   */
  remove(
    entry: ModelEntry,
    options: { readonly forget: boolean },
  ): Promise<{
    readonly removed: readonly string[];
    readonly left: readonly string[];
    readonly bytes: number;
  }>;
}
