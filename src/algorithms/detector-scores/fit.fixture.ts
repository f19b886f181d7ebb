import { fromLogOdds } from '../log-odds.ts';
import type { JudgedScore } from './judged-scores.fixture.ts';

export interface Fitted {
  readonly offset: number;
  readonly slope: number;
  readonly names: ReadonlyMap<string, number>;
}

/**
 * Logistic regression on one score, by Newton's method; names have an offset with a normal prior.
 * @param nameDeviation standard deviation of that prior; 0: no offsets
 */
export function fitScores(judged: readonly JudgedScore[], nameDeviation: number): Fitted {
  let [offset, slope] = [0, 0];
  const names = new Map(judged.map(({ label }) => [label, 0]));
  const errorOf = ({ label, score, isRight }: JudgedScore): [error: number, weight: number] => {
    const p = fromLogOdds(offset + slope * score + names.get(label)!);
    return [Number(isRight) - p, p * (1 - p)];
  };
  for (let round = 0; round < 200; round++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const one of judged) {
      const [error, weight] = errorOf(one);
      g0 += error;
      g1 += error * one.score;
      h00 += weight;
      h01 += weight * one.score;
      h11 += weight * one.score ** 2;
    }
    const determinant = h00 * h11 - h01 ** 2;
    offset += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
    if (nameDeviation === 0) continue;
    for (const [name, known] of names) {
      let gradient = -known / nameDeviation ** 2;
      let curvature = 1 / nameDeviation ** 2;
      for (const one of judged) {
        if (one.label !== name) continue;
        const [error, weight] = errorOf(one);
        gradient += error;
        curvature += weight;
      }
      names.set(name, known + gradient / curvature);
    }
  }
  return { offset, slope, names };
}
