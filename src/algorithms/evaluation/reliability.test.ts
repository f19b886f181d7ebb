import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import {
  brierScore,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityBins,
} from './reliability.ts';

const said = (...pairs: [probability: number, right: boolean][]) =>
  pairs.map(([probability, right]) => ({ probability, right }));

describe('the reliability diagram', () => {
  it('has nothing to say of nothing', () => {
    const bins = reliabilityBins([]);
    expect(bins).toHaveLength(10);
    expect(
      bins.every(({ count, stated, observed }) => count === 0 && stated === null && observed === null),
    ).toBe(true);
    expect(expectedCalibrationError(bins)).toBeNull();
    expect(maximumCalibrationError(bins)).toBeNull();
    expect(brierScore([])).toBeNull();
  });

  it.each([
    { probability: 0, bin: 0 },
    { probability: 0.05, bin: 0 },
    { probability: 0.1, bin: 0 },
    { probability: 0.10001, bin: 1 },
    { probability: 0.7, bin: 6 },
    { probability: 0.95, bin: 9 },
    { probability: 1, bin: 9 },
  ])('puts $probability into bin $bin', ({ probability, bin }) => {
    expect(reliabilityBins(said([probability, true])).findIndex(({ count }) => count === 1)).toBe(bin);
  });

  it('compares what was stated with what was right', () => {
    const all = said([0.62, true], [0.64, false], [0.66, true], [0.68, true], [0.91, true], [0.99, false]);
    const bins = reliabilityBins(all);
    expect(bins[6]).toMatchObject({ count: 4, right: 3, observed: 0.75 });
    expect(bins[6]!.stated).toBeCloseTo(0.65);
    expect(bins[9]!.observed).toBe(0.5);
    expect(expectedCalibrationError(bins)).toBeCloseTo((4 / 6) * 0.1 + (2 / 6) * 0.45);
    expect(maximumCalibrationError(bins)).toBeCloseTo(0.45);
    expect(brierScore(said([0.5, true], [0.5, false], [1, true]))).toBeCloseTo(1 / 6);
  });

  it('finds little wrong with probabilities that are true, and much with those that are too sure', () => {
    const random = seededRandom(7);
    const honest = Array.from({ length: 20_000 }, () => {
      const probability = random();
      return { probability, right: random() < probability };
    });
    const boastful = honest.map(({ probability, right }) => ({ probability: probability ** 0.25, right }));
    expect(expectedCalibrationError(reliabilityBins(honest))).toBeLessThan(0.02);
    expect(expectedCalibrationError(reliabilityBins(boastful))).toBeGreaterThan(0.2);
    expect(brierScore(honest)!).toBeLessThan(brierScore(boastful)!);
  });

  it('refuses what is no probability', () => {
    expect(() => reliabilityBins(said([1.2, true]))).toThrow(RangeError);
    expect(() => reliabilityBins(said([Number.NaN, true]))).toThrow(RangeError);
  });
});
