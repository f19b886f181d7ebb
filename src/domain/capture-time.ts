export type DatePrecision = 'second' | 'hour' | 'day' | 'month' | 'year';

/** A stretch of wall-clock milliseconds (see WallTime), both ends included. */
export interface WallInterval {
  readonly startMillis: number;
  readonly endMillis: number;
}

export type DateSignalName =
  | 'exif_original'
  | 'exif_create'
  | 'fs_time'
  | 'path_tokens'
  | 'sequence_consistency';

/** One witness and what became of its vote. */
export interface DateSignal {
  readonly name: DateSignalName;
  readonly weight: number;
  /** What it says, wall-clock milliseconds (see WallTime). Null for a signal that only supports others. */
  readonly wallMillis: number | null;
  readonly precision: DatePrecision;
  readonly agrees: boolean;
  /** How much of the weight speaks for the time taken: less than all of it where its clock had to be put right. */
  readonly credit: number;
  /** In words a person can read: `DateTimeOriginal says 2014-05-03 10:22:07`. */
  readonly reason: string;
}

/** A clock that was wrong for a whole run of photos: the run was shifted, and kept its rhythm. */
export interface ClockShift {
  /** The id of the run. */
  readonly run: string;
  /** Added to what the camera said. */
  readonly shiftMillis: number;
  /** How far the truth may be off, to both sides. */
  readonly uncertaintyMillis: number;
  /** 0 to 1; 1 by hand. */
  readonly confidence: number;
}

/** When a photo was taken, how sure that is, and why. */
export interface CaptureTime {
  /**
   * Wall-clock milliseconds (see WallTime) to sort by: the instant, or the middle of `interval` where only a
   * day, month or year is known. Null where no witness says anything.
   */
  readonly wallMillis: number | null;
  /** The photo was taken in it; one instant where the second is known. Null where nothing is. */
  readonly interval: WallInterval | null;
  /** How long `interval` is, in words. */
  readonly precision: DatePrecision;
  /** Minutes east of UTC, where known: `wallMillis` less that is UTC. */
  readonly offsetMinutes: number | null;
  /** Share of the present weight that agrees, 0 to 1. */
  readonly trustScore: number;
  readonly signalsUsed: readonly DateSignal[];
  /** True where nothing decides between witnesses that contradict each other: proposes `AI:date-uncertain`. */
  readonly uncertain: boolean;
  /** Null where the camera's clock was taken as it is. */
  readonly clock: ClockShift | null;
  /** Set by the user: nothing overrules it. */
  readonly byHand: boolean;
}

/** What the user said of a photo's time. It belongs to the photo, and survives every run. */
export type DateDecision =
  /** The camera's clock was off: `shiftMillis` is added to what it says. 0: it was right. */
  | { readonly kind: 'shift'; readonly shiftMillis: number }
  /** Taken in this interval of the wall clock. */
  | { readonly kind: 'set'; readonly interval: WallInterval };
