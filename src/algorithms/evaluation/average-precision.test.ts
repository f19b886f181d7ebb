import { describe, expect, it } from 'vitest';
import { averagePrecision, meanOf } from './average-precision.ts';

const ranked = (scores: readonly number[], right: readonly (0 | 1)[]) =>
  scores.map((score, i) => ({ score, right: right[i] === 1 }));

describe('average precision', () => {
  it.each([
    { title: 'nothing', scores: [], right: [], ap: null },
    { title: 'one that is wrong', scores: [0.5], right: [0], ap: null },
    { title: 'one that is right', scores: [0.5], right: [1], ap: 1 },
    { title: 'all right', scores: [0.1, 0.2, 0.3], right: [1, 1, 1], ap: 1 },
    { title: 'the right one last', scores: [0.9, 0.8, 0.7, 0.6], right: [0, 0, 0, 1], ap: 0.25 },
    // The example in scikit-learn's documentation of average_precision_score.
    { title: 'an example of others', scores: [0.1, 0.4, 0.35, 0.8], right: [0, 0, 1, 1], ap: 0.8333333333 },
    { title: 'all equal: the share that is right', scores: [1, 1, 1, 1], right: [1, 0, 0, 1], ap: 0.5 },
    {
      title: 'a tie in the middle',
      scores: [3, 2, 2, 1],
      right: [1, 0, 1, 0],
      ap: 1 / 2 + (1 / 2) * (2 / 3),
    },
    { title: 'negative scores', scores: [-1, -2], right: [0, 1], ap: 0.5 },
  ] as const)('of $title', ({ scores, right, ap }) => {
    const found = averagePrecision(ranked(scores, right));
    if (ap === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(ap, 9);
  });

  it('counts what was missed as never found', () => {
    expect(averagePrecision(ranked([2, 1], [1, 1]), 2)).toBe(0.5);
    expect(averagePrecision([], 3)).toBe(0);
  });

  it('is that of any order in which it is given', () => {
    const things = ranked([5, 4, 4, 3, 2, 2, 1], [1, 0, 1, 0, 1, 0, 1]);
    expect(averagePrecision(things.toReversed())).toBe(averagePrecision(things));
  });

  it('refuses what is no score', () => {
    expect(() => averagePrecision(ranked([Number.NaN, 1], [1, 0]))).toThrow(RangeError);
  });

  it('has a mean over what is known', () => {
    expect(meanOf([1, null, 0.5])).toBe(0.75);
    expect(meanOf([null])).toBeNull();
  });
});
