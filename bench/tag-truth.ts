import { averagePrecision, meanOf } from '../src/algorithms/evaluation/average-precision.ts';

/** What is known of labels on photos: true, false, or null where nobody can say. */
export type Truth = readonly (readonly (boolean | null)[])[];
/** A number for each label and photo. */
export type Scores = readonly (readonly number[])[];

export interface Found {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of both. */
  readonly f1: number;
  readonly proposed: number;
}

/** Average precision of each label. */
export function averagePrecisions(truth: Truth, scores: Scores): number[] {
  return truth.map((photos, label) => {
    const ranked = photos.flatMap((right, photo) =>
      right === null ? [] : [{ score: scores[label]![photo]!, right }],
    );
    return averagePrecision(ranked) ?? Number.NaN;
  });
}

export const meanAveragePrecision = (truth: Truth, scores: Scores): number =>
  meanOf(averagePrecisions(truth, scores)) ?? Number.NaN;

/** Of all proposals of all labels together. */
export function foundBy(truth: Truth, isProposed: (label: number, photo: number) => boolean): Found {
  let [right, proposed, wanted] = [0, 0, 0];
  truth.forEach((photos, label) => {
    photos.forEach((isRight, photo) => {
      if (isRight === null) return;
      const says = isProposed(label, photo);
      if (isRight) wanted++;
      if (says) proposed++;
      if (says && isRight) right++;
    });
  });
  return {
    precision: proposed === 0 ? 1 : right / proposed,
    recall: right / wanted,
    f1: (2 * right) / (proposed + wanted),
    proposed,
  };
}
