import type { ConfusedPair } from '../../algorithms/evaluation/confusion.ts';
import type { LabelFigures } from '../../algorithms/evaluation/label-tally.ts';
import type { ReliabilityBin } from '../../algorithms/evaluation/reliability.ts';

/** Where it is known from what is on the photos. */
export type EvaluationBasis =
  | {
      readonly kind: 'decisions';
      /** Whether decisions are held against proposals as they stand now, and not against those that were decided on. */
      readonly now: boolean;
    }
  | { readonly kind: 'table'; readonly file: string; readonly complete: boolean };

export interface LabelResult extends LabelFigures {
  /** As it is shown: with prefix, or as the table writes it. */
  readonly label: string;
}

/** Stated probabilities against what was right. */
export interface Calibration {
  /** Proposals that were judged and have a probability. */
  readonly judged: number;
  /** Proposals that were judged and have none. */
  readonly withoutProbability: number;
  readonly bins: readonly ReliabilityBin[];
  readonly expectedError: number | null;
  readonly maximumError: number | null;
  readonly brierScore: number | null;
}

/** How proposals of the library did at one time. */
export interface Evaluation {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly basis: EvaluationBasis;
  /** Photos of which something is known. */
  readonly photos: number;
  /** All labels together. */
  readonly all: Omit<LabelFigures, 'averagePrecision'>;
  /** The mean over labels that have one. */
  readonly meanAveragePrecision: number | null;
  /** What most is known of first. */
  readonly labels: readonly LabelResult[];
  readonly calibration: Calibration;
  /** The most frequent first. */
  readonly confusion: readonly ConfusedPair[];
}

/** How many photos something is known of for this label. */
export const judgedOf = ({
  right,
  wrong,
  missed,
}: Pick<LabelFigures, 'right' | 'wrong' | 'missed'>): number => right + wrong + missed;

/** Whether anything is known of it, on any photo. */
export const isKnown = (label: LabelResult): boolean => judgedOf(label) + label.spared + label.unsure > 0;
