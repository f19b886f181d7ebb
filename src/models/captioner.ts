import type { Description } from '../domain/description.ts';

export type { Description, PlacedWords } from '../domain/description.ts';

/** Describes proxies in words, on this machine. */
export interface Captioner {
  /** Name of model, weights and what is asked of it: a change makes descriptions due again. */
  readonly id: string;
  /** One result or one Error per input, in order. An Error is that picture's; a broken model throws. */
  describe(jpegs: readonly string[]): Promise<(Description | Error)[]>;
  close(): Promise<void>;
}
