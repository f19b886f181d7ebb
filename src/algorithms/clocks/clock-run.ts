import type { ClockRun } from '../../domain/clock-run.ts';

/** What the study of its clock says of one photo. */
export interface ClockCorrection {
  /** The id of its run; null where only a zone is unconfirmed. */
  readonly run: string | null;
  /**
   * `doubtful`: wrong or right, nobody can say. `unconfirmed`: nothing speaks against it, but it was taken on a
   * journey through other time zones, and nobody says whether the clock was set.
   */
  readonly standing: 'shifted' | 'doubtful' | 'unconfirmed';
  /** To be added to what the clock says. */
  readonly shiftMillis: number;
  readonly uncertaintyMillis: number;
  /** 0 to 1; 0 where doubtful. */
  readonly confidence: number;
  /** How many photos speak for the shift together: those of the run. */
  readonly photos: number;
  readonly reasons: readonly string[];
}

export interface ClockStudy {
  /** Those that are not right, ascending by id. */
  readonly runs: readonly ClockRun[];
  /** By key of the photo; photos whose clock was right are not in it. */
  readonly corrections: ReadonlyMap<string, ClockCorrection>;
  /** By key of the photo: what confirms its hour beside its own clock, in words. */
  readonly confirmedHours: ReadonlyMap<string, string>;
}
