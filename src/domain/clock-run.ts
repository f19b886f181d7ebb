import type { Sha1 } from './photo.ts';

/** What is to be done with a camera's clock. */
export interface OffsetVerdict {
  /** `right`: nothing speaks against it. `shifted`: by `offsetMillis`. `doubtful`: wrong or not, nobody can say. */
  readonly standing: 'right' | 'shifted' | 'doubtful';
  /** To be added to what the clock said. Where doubtful: the best guess, 0 where there is none. */
  readonly offsetMillis: number;
  /** How far the truth may be off, to both sides. */
  readonly uncertaintyMillis: number;
  /** 0 to 1. */
  readonly confidence: number;
  /** Why, in words: the error that was assumed, and the evidence that fits it. */
  readonly reasons: readonly string[];
}

/** Photos of one body whose clock was off by the same, or may have been. */
export interface ClockRun {
  /** Made from its photos, so that the same run has the same id on any machine. */
  readonly id: string;
  /** `Canon EOS 5D 123456`. */
  readonly camera: string;
  readonly folders: readonly string[];
  /** The photos, in the order in which they were taken. */
  readonly keys: readonly Sha1[];
  readonly verdict: OffsetVerdict;
  /** What the clock said of the first and last photo, wall-clock milliseconds. */
  readonly clockStartMillis: number;
  readonly clockEndMillis: number;
}
