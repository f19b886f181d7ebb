export type DatePrecision = 'second' | 'day' | 'month' | 'year';

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
  /** In words a person can read: `DateTimeOriginal says 2014-05-03 10:22:07`. */
  readonly reason: string;
}

/** When a photo was taken, how sure that is, and why. */
export interface CaptureTime {
  /** Wall-clock milliseconds (see WallTime); null where no witness says anything. */
  readonly wallMillis: number | null;
  readonly precision: DatePrecision;
  readonly offsetMinutes: number | null;
  /** Share of the present weight that agrees, 0 to 1. */
  readonly trustScore: number;
  readonly signalsUsed: readonly DateSignal[];
  /** True where EXIF and file time disagree hard and nothing else decides: proposes `AI:date-uncertain`. */
  readonly uncertain: boolean;
}
