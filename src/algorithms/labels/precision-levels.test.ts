import { describe, expect, it } from 'vitest';
import { logOdds } from '../log-odds.ts';
import { precisionLevels } from './precision-levels.ts';

const levels = (probabilities: number[], precisions: number[]) =>
  precisionLevels(Float32Array.from(probabilities, logOdds), precisions);

describe('how many photos at which precision', () => {
  it('takes the likeliest as long as their mean holds', () => {
    expect(levels([0.5, 0.99, 0.1, 0.95, 0.9], [0.95, 0.9, 0.8])).toMatchObject([
      // Of 0.99, 0.95 and 0.9 the mean is 0.947.
      { photos: 2, from: expect.closeTo(0.95, 5) },
      { photos: 3, from: expect.closeTo(0.9, 5) },
      // 0.5 with them: 0.835.
      { photos: 4, right: expect.closeTo(3.34, 5) },
    ]);
  });

  it.each([
    { what: 'none', of: [], photos: 0 },
    { what: 'one that is too unlikely', of: [0.5], photos: 0 },
    { what: 'one', of: [0.99], photos: 1 },
    { what: 'all equal', of: [0.97, 0.97, 0.97], photos: 3 },
  ])('of $what are $photos', ({ of, photos }) => {
    const [level] = levels(of, [0.95]);
    expect(level).toMatchObject({ photos, precision: 0.95 });
    expect(level!.from === null).toBe(photos === 0);
  });
});
