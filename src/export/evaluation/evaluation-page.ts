/** All that the page of an evaluation shows. Shares are 0 to 1; null where they are not known. */
export interface EvaluationPage {
  readonly title: string;
  /** When the page was made, in words. */
  readonly generatedAt: string;
  readonly libraryFolders: readonly string[];
  /** Where it is known from what is on the photos, in words. */
  readonly basis: string;
  readonly photos: number;
  readonly all: PageFigures;
  readonly meanAveragePrecision: number | null;
  /** What most is known of first. */
  readonly labels: readonly PageLabel[];
  /** Labels that are proposed and of which nothing is known. */
  readonly unknownLabels: number;
  readonly calibration: PageCalibration;
  readonly confusion: PageConfusion;
  /** The evaluation that this one is compared with, in words; null where there is none. */
  readonly against: string | null;
  readonly notes: readonly string[];
}

export interface PageFigures {
  readonly proposed: number;
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
  readonly missed: number;
  readonly precision: number | null;
  /** Where the precision may be, 95 %. */
  readonly low: number;
  readonly high: number;
  readonly recall: number | null;
}

export interface PageLabel extends PageFigures {
  readonly label: string;
  readonly averagePrecision: number | null;
  /** The figures before; null where there is nothing to compare with. */
  readonly before: PageBefore | null;
}

export interface PageBefore {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly averagePrecision: number | null;
  /** The difference is more than chance. */
  readonly clear: boolean;
}

export interface PageBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly stated: number | null;
  readonly observed: number | null;
  readonly low: number;
  readonly high: number;
}

export interface PageCalibration {
  readonly judged: number;
  readonly withoutProbability: number;
  readonly bins: readonly PageBin[];
  readonly expectedError: number | null;
  readonly maximumError: number | null;
  readonly brierScore: number | null;
}

/** Rows: proposed and wrong. Columns: right on the same photo. */
export interface PageConfusion {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Photos, by row and column. */
  readonly photos: readonly (readonly number[])[];
  /** Of these, photos where the right one was not proposed. */
  readonly insteadOf: readonly (readonly number[])[];
  /** Pairs for which there was no room. */
  readonly morePairs: number;
}
