import { describe, expect, it } from 'vitest';
import { logOdds } from '../log-odds.ts';
import { LIBRARY_SHARES, libraryStanding, shareBelow } from './library-standing.ts';

describe('where a label stands in a library', () => {
  it('counts those that reach the threshold, and how many of them are expected to be right', () => {
    const sample = Float64Array.from([0.9, 0.1, 0.7, 0.49, 0.5], logOdds);
    const { expectedShare, expectedPrecision } = libraryStanding(sample, 0.5);
    expect(expectedShare).toBe(3 / 5);
    expect(expectedPrecision).toBeCloseTo((0.9 + 0.7 + 0.5) / 3, 10);
  });

  it.each([
    { what: 'none', sample: [], share: 0 },
    { what: 'one', sample: [0.2], share: 0 },
    { what: 'all equal', sample: [0.5, 0.5, 0.5], share: 1 },
  ])('is defined for $what', ({ sample, share }) => {
    const standing = libraryStanding(Float64Array.from(sample, logOdds), 0.5);
    expect(standing.expectedShare).toBe(share);
    expect(standing.expectedPrecision).toBe(share === 0 ? null : 0.5);
    expect(standing.quantiles).toHaveLength(sample.length === 0 ? 0 : LIBRARY_SHARES.length);
  });

  it('says how many have less, to a part of a thousand at the upper end', () => {
    const { quantiles } = libraryStanding(
      Float64Array.from({ length: 100_001 }, (_, i) => i / 1000),
      0.5,
    );
    for (const share of [0.1, 0.5, 0.93, 0.992, 0.9993]) {
      expect(shareBelow(quantiles, share * 100)).toBeCloseTo(share, 3);
    }
    expect([shareBelow(quantiles, -1), shareBelow(quantiles, 101)]).toEqual([0, 1]);
    expect(shareBelow([], 0)).toBeNull();
  });
});
