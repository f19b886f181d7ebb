import { describe, expect, it } from 'vitest';
import { highlightBimodality } from './highlight-bimodality.ts';

/** A histogram from pixels per step. */
function histogram(counts: Record<number, number>): Uint32Array {
  const steps = new Uint32Array(256);
  for (const [step, count] of Object.entries(counts)) steps[Number(step)] = count;
  return steps;
}

const bell = (mean: number, deviation: number, height: number) =>
  Uint32Array.from({ length: 256 }, (_, step) => height * Math.exp(-(((step - mean) / deviation) ** 2) / 2));

const added = (one: Uint32Array, other: Uint32Array) => one.map((count, step) => count + other[step]!);

describe('highlightBimodality', () => {
  const cases = [
    { what: 'one value', pixels: histogram({ 90: 50 }), expected: 0 },
    { what: 'black and white in halves', pixels: histogram({ 0: 50, 255: 50 }), expected: 1 },
    { what: 'much black and a little white', pixels: histogram({ 0: 99, 255: 1 }), expected: 1 },
    // Means 10 steps apart: 10 / 255 of the scale, of which a half counts fully.
    { what: 'two close values', pixels: histogram({ 100: 50, 110: 50 }), expected: 10 / 255 / 0.5 },
    // Between the groups 3/4 of the variance, as without groups.
    { what: 'all values alike', pixels: new Uint32Array(256).fill(9), expected: 0 },
    // Otsu's share for a normal distribution is 2/π = 0.64, below 3/4.
    { what: 'one hump', pixels: bell(120, 30, 1000), expected: 0 },
  ];
  for (const { what, pixels, expected } of cases)
    it(`is ${expected.toFixed(3)} for ${what}`, () =>
      expect(highlightBimodality(pixels)).toBeCloseTo(expected, 3));

  it('is higher for a body in studio light on black than for a night street of the same darkness', () => {
    const studio = added(bell(5, 3, 10_000), bell(150, 25, 500));
    const street = Uint32Array.from({ length: 256 }, (_, step) => 10_000 * Math.exp(-step / 30));
    expect(highlightBimodality(studio)).toBeGreaterThan(0.5);
    expect(highlightBimodality(street)).toBeLessThan(0.1);
  });
});
