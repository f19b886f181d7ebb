import { dot } from './dense-vectors.ts';

export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
}

/** Value of the function at a point; writes the gradient there. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

/** Pairs of steps and changes of the gradient that are remembered: customary. */
const MEMORY = 8;
const MAX_STEPS = 100;
/** Of the gradient's length against its first: far below what a probability shows. */
const TOLERANCE = 1e-5;
const MAX_HALVINGS = 30;
/** Share of the descent that the slope promises (Armijo). */
const SUFFICIENT = 1e-4;

/**
 * Minimum of a smooth convex function by limited-memory BFGS (J. Nocedal, S. Wright: Numerical Optimization, 2006,
 * algorithm 7.5) with a backtracking line search. Deterministic.
 */
export function minimise(objective: Objective, start: Float64Array): Minimum {
  let at: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(at.length);
  let value = objective(at, gradient);
  const first = Math.sqrt(dot(gradient, gradient));
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let i = 0; i < MAX_STEPS && Math.sqrt(dot(gradient, gradient)) > TOLERANCE * first; i++) {
    const descent = twoLoops(gradient, history);
    const slope = -dot(descent, gradient);
    let length = history.length === 0 ? Math.min(1, 1 / first) : 1;
    let found: { next: Float64Array; of: Float64Array; reached: number } | null = null;
    for (let halving = 0; halving < MAX_HALVINGS && found === null; halving++, length /= 2) {
      const next = at.map((x, k) => x - length * descent[k]!);
      const of = new Float64Array(at.length);
      const reached = objective(next, of);
      if (reached <= value + SUFFICIENT * length * slope) found = { next, of, reached };
    }
    if (found === null) break;
    const { next, of, reached } = found;
    const step = next.map((x, k) => x - at[k]!);
    const change = of.map((x, k) => x - gradient[k]!);
    const curvature = dot(step, change);
    if (curvature > 0) history.push({ step, change, curvature });
    if (history.length > MEMORY) history.shift();
    [at, gradient, value] = [next, of, reached];
  }
  return { at, value };
}

function twoLoops(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const descent = Float64Array.from(gradient);
  const factors: number[] = [];
  for (const { step, change, curvature } of history.toReversed()) {
    const factor = dot(step, descent) / curvature;
    factors.push(factor);
    for (let k = 0; k < descent.length; k++) descent[k]! -= factor * change[k]!;
  }
  const last = history.at(-1);
  const scale = last === undefined ? 1 : last.curvature / dot(last.change, last.change);
  for (let k = 0; k < descent.length; k++) descent[k]! *= scale;
  for (const { step, change, curvature } of history) {
    const factor = factors.pop()! - dot(change, descent) / curvature;
    for (let k = 0; k < descent.length; k++) descent[k]! += factor * step[k]!;
  }
  return descent;
}
