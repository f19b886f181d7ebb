import type { Box } from './detection.ts';

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
