import { product } from '../nearest/exact-nearest.ts';

/** Something to ask about, and what an answer is worth. */
export interface Question {
  readonly value: number;
  /** Of unit length; null where it has none. */
  readonly vector: Float32Array | null;
}

/** Below so many accepted photos, what is likely is asked before what is unsure: a label is learned from its own first. */
export const ACCEPTED_BEFORE_UNSURE = 5;

/**
 * What the answer for a cluster is worth. Unsure first (D. D. Lewis, W. A. Gale: A sequential algorithm for training text
 * classifiers, 1994), by the variance p (1 − p) of its photos; of two equally unsure the larger one, as its answer
 * settles more photos, by the logarithm, as the hundredth photo alike teaches nothing.
 *
 * @param mean the mean of the photos' probabilities
 * @param variance the mean of p (1 − p)
 */
export function valueOfAnswer(
  { mean, variance, photos }: { readonly mean: number; readonly variance: number; readonly photos: number },
  accepted: number,
): number {
  return (accepted < ACCEPTED_BEFORE_UNSURE ? mean : variance) * Math.log2(1 + photos);
}

/**
 * The order to ask in: by value, but each the less the more it looks like one that is asked before it, as its answer is
 * half known by then (a greedy form of: K. Brinker, Incorporating diversity in active learning, 2003).
 * @returns places in `questions`, `count` at most
 */
export function questionOrder(questions: readonly Question[], count: number): number[] {
  const usual = meanLikeness(questions);
  const nearness = new Float64Array(questions.length);
  const left = new Set(questions.keys());
  const order: number[] = [];
  while (order.length < count && left.size > 0) {
    let best = -1;
    let bestWorth = Number.NEGATIVE_INFINITY;
    for (const i of left) {
      const worth = questions[i]!.value * (1 - nearness[i]!);
      if (worth > bestWorth) [best, bestWorth] = [i, worth];
    }
    left.delete(best);
    order.push(best);
    const asked = questions[best]!.vector;
    if (asked === null) continue;
    for (const i of left) {
      const { vector } = questions[i]!;
      if (vector === null) continue;
      const likeness = (product(asked, vector) - usual) / Math.max(1e-6, 1 - usual);
      nearness[i] = Math.max(nearness[i]!, Math.min(1, likeness));
    }
  }
  return order;
}

/** Of every vector with the next one: cosines of unlike photos differ from model to model. */
function meanLikeness(questions: readonly Question[]): number {
  const vectors = questions.flatMap(({ vector }) => (vector === null ? [] : [vector]));
  if (vectors.length < 2) return 0;
  let sum = 0;
  vectors.forEach((vector, i) => {
    sum += product(vector, vectors[(i + 1) % vectors.length]!);
  });
  return Math.min(0.99, sum / vectors.length);
}
