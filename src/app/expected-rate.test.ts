import { describe, expect, it } from 'vitest';
import { rateInWords } from './expected-rate.ts';

describe('how long the photos that are due will take', () => {
  it.each([
    { rate: 31.4, due: 437_120, words: 'about 31 photos/s, 3.9 hours for the 437,120 photos that are due' },
    { rate: 0.62, due: 1, words: 'about 0.6 photos/s, 2 seconds for the photo that is due' },
    { rate: 9, due: 2000, words: 'about 9.0 photos/s, 4 minutes for the 2,000 photos that are due' },
    { rate: 120, due: 0, words: 'about 120 photos/s, no photo is due' },
  ])('$due photos at $rate/s: $words', ({ rate, due, words }) => {
    expect(rateInWords(rate, due)).toBe(words);
  });
});
