import type { DetectedObject } from '../domain/detection.ts';

export interface Embedding {
  /** Unit length, `dimensions` numbers. */
  readonly vector: Float32Array;
  /** Objects that the same pass saw at no extra cost, for the people stage; undefined where the model sees none. */
  readonly objects?: readonly DetectedObject[] | undefined;
}

/** Turns pictures into unit vectors of one space. One call may use several threads. */
export interface Embedder {
  /** Name and version of model and weights: a change makes vectors due again. */
  readonly id: string;
  readonly dimensions: number;
  /** Calls of `embedImages` that keep it busy when they are at work at the same time; 2 where it is left out. */
  readonly lanes?: number | undefined;
  /** Opens the model and says where it runs: `int8 on the CPU, 2 sessions of 1 thread`. */
  whereItRuns?(): Promise<string>;
  /** How a label becomes a text of `embedTexts`: `a photo of {label}`; undefined where the model has no text side. */
  readonly promptTemplate?: string | undefined;
  /**
   * @param jpegs proxies, as paths.
   * @returns one embedding or one Error per path, in order. An Error is that picture's; a broken model throws.
   */
  embedImages(jpegs: readonly string[]): Promise<(Embedding | Error)[]>;
  /** Unit vectors in the same space, or null where the model has no text side. */
  embedTexts(texts: readonly string[]): Promise<Float32Array[] | null>;
  close(): Promise<void>;
}
