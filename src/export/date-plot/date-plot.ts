/** All that the picture of dates shows, already in words and in bins. The page itself only draws it. */
export interface DatePlot {
  readonly title: string;
  /** When the page was made, in words. */
  readonly generatedAt: string;
  readonly libraryFolders: readonly string[];
  readonly summary: PlotSummary;
  /** Width of a bin. */
  readonly stepMillis: number;
  /** Start of bin 0, wall-clock milliseconds. */
  readonly originMillis: number;
  readonly lanes: readonly PlotLane[];
  /** Those with the most photos, where there are too many for a page. */
  readonly runs: readonly PlotRun[];
  /** Runs that are not shown. */
  readonly moreRuns: number;
}

export interface PlotSummary {
  readonly photos: number;
  /** With a trust of 0.8 and more. */
  readonly trusted: number;
  readonly uncertain: number;
  readonly undated: number;
  readonly shifted: number;
  readonly doubtful: number;
  readonly decided: number;
}

/** How far dates can be believed, the surest first. */
export const TRUST_LEVELS = ['hand', 'sure', 'likely', 'doubtful'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** What was made of what a clock said. */
export const CLOCK_LEVELS = ['kept', 'moved'] as const;
export type ClockLevel = (typeof CLOCK_LEVELS)[number];

/** Photos by bin, ascending: bin and count. */
export type PlotBins = readonly (readonly [bin: number, photos: number])[];

/** Photos of which only a stretch of time is known: first bin, last bin, how sure, how many. */
export type PlotStretch = readonly [from: number, to: number, level: TrustLevel, photos: number];

/** One camera body. */
export interface PlotLane {
  readonly name: string;
  readonly photos: number;
  readonly undated: number;
  readonly moved: number;
  /** For who does not see the picture. */
  readonly words: string;
  readonly clock: Readonly<Record<ClockLevel, PlotBins>>;
  readonly taken: Readonly<Record<TrustLevel, PlotBins>>;
  readonly stretches: readonly PlotStretch[];
}

export interface PlotRun {
  readonly id: string;
  /** Index of the lane; −1 where that is not shown. */
  readonly lane: number;
  readonly camera: string;
  readonly folder: string;
  readonly photos: string;
  readonly state: 'doubtful' | 'shifted' | 'decided';
  readonly stateWords: string;
  /** Wall-clock milliseconds of the first and last photo, as the clock said. */
  readonly from: readonly [number, number];
  /** As they are dated now; a doubtful run: as the best guess would have them. Null where there is none. */
  readonly to: readonly [number, number] | null;
  readonly clockWords: string;
  readonly takenWords: string;
  readonly shiftWords: string;
  readonly reasons: string;
}
