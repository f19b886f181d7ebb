import { dot } from './dense-vectors.ts';
import { minimise } from './minimise.ts';

export interface Example {
  readonly vector: Float64Array;
  readonly isRight: boolean;
  /** How many times it counts. */
  readonly weight: number;
}

export interface LinearScore {
  readonly weights: Float64Array;
  readonly offset: number;
}

/**
 * Logistic regression with a normal prior around `prior`: the weights that are likeliest after the examples. The
 * offset is free.
 *
 * @param spread standard deviation of each weight around the prior: how far the examples may lead
 */
export function fitLogistic(
  examples: readonly Example[],
  prior: Float64Array,
  spread: number,
  offset = 0,
): LinearScore {
  const size = prior.length;
  const start = new Float64Array(size + 1);
  start.set(prior);
  start[size] = offset;
  const strength = 1 / spread ** 2;
  const { at } = minimise((point, gradient) => {
    let loss = 0;
    for (let k = 0; k < size; k++) {
      const away = point[k]! - prior[k]!;
      loss += 0.5 * strength * away ** 2;
      gradient[k] = strength * away;
    }
    gradient[size] = 0;
    for (const { vector, isRight, weight } of examples) {
      const logOdds = dot(vector, point) + point[size]!;
      const margin = isRight ? logOdds : -logOdds;
      loss += weight * softplus(-margin);
      const slope = (isRight ? -weight : weight) * logistic(-margin);
      for (let k = 0; k < size; k++) gradient[k]! += slope * vector[k]!;
      gradient[size]! += slope;
    }
    return loss;
  }, start);
  return { weights: at.slice(0, size), offset: at[size]! };
}

export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** log(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
