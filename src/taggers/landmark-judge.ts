import type { LandmarkFinding } from '../algorithms/place-evidence.ts';

/** Says which place of the atlas a picture looks like. */
export interface LandmarkJudge {
  /** Changes when the same picture may get another answer. */
  readonly version: string;
  /** @returns null where it looks like none of them more than like elsewhere */
  judge(vector: Float32Array): LandmarkFinding | null;
}
