import type { Box } from '../domain/detection.ts';

/** A thing or a line of text with its place. */
export interface PlacedWords {
  readonly words: string;
  readonly box: Box;
}

/** What a captioner says of one proxy, in English, as it was trained to: nothing of it is checked. */
export interface Description {
  /** One sentence. */
  readonly caption: string;
  /** A paragraph. */
  readonly detailedCaption: string;
  readonly objects: readonly PlacedWords[];
  /** Lines of text in the picture; null where reading text is off. */
  readonly text: readonly PlacedWords[] | null;
}

/** Describes proxies in words, on this machine. */
export interface Captioner {
  /** Name of model, weights and what is asked of it: a change makes descriptions due again. */
  readonly id: string;
  /** One result or one Error per input, in order. An Error is that picture's; a broken model throws. */
  describe(jpegs: readonly string[]): Promise<(Description | Error)[]>;
  close(): Promise<void>;
}
