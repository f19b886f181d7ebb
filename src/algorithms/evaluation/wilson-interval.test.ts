import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

describe('Wilson’s interval', () => {
  it.each([
    { successes: 0, trials: 0, low: 0, high: 1 },
    { successes: 0, trials: 1, low: 0, high: 0.7935 },
    { successes: 1, trials: 1, low: 0.2065, high: 1 },
    // R. G. Newcombe, 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    { successes: 81, trials: 263, low: 0.2553, high: 0.3662 },
    { successes: 15, trials: 148, low: 0.0624, high: 0.1605 },
    { successes: 0, trials: 20, low: 0, high: 0.1611 },
    { successes: 1, trials: 29, low: 0.0061, high: 0.1718 },
  ])('of $successes in $trials', ({ successes, trials, low, high }) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 3);
    expect(interval.high).toBeCloseTo(high, 3);
  });

  it('ends where the share is as far from the truth as 95 % of samples are', () => {
    for (const [successes, trials] of [
      [3, 7],
      [1, 40],
      [38, 40],
    ] as const) {
      const { low, high } = wilsonInterval(successes, trials);
      for (const truth of [low, high]) {
        const deviations = Math.abs(successes / trials - truth) / Math.sqrt((truth * (1 - truth)) / trials);
        expect(deviations).toBeCloseTo(1.95996, 4);
      }
    }
  });

  it('becomes narrow with trials, and wide with certainty', () => {
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(wilsonInterval(80, 100))).toBeLessThan(width(wilsonInterval(8, 10)));
    expect(width(wilsonInterval(8, 10, 2.576))).toBeGreaterThan(width(wilsonInterval(8, 10)));
  });

  it('covers the true share about as often as it says', () => {
    // Exactly, from the binomial distribution, for 20 trials.
    for (const share of [0.1, 0.5, 0.9]) {
      let covered = 0;
      let probability = (1 - share) ** 20;
      for (let successes = 0; successes <= 20; successes++) {
        const { low, high } = wilsonInterval(successes, 20);
        if (low <= share && share <= high) covered += probability;
        probability *= ((20 - successes) / (successes + 1)) * (share / (1 - share));
      }
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThan(0.98);
    }
  });
});
