import { describe, expect, it } from 'vitest';
import { histogramOf, luminanceOf, medianLuminance, shareDarkerThan } from './luminance.ts';

describe('luminanceOf', () => {
  const cases = [
    { what: 'black', rgb: [0, 0, 0], expected: 0 },
    { what: 'white', rgb: [255, 255, 255], expected: 255 },
    { what: 'grey', rgb: [100, 100, 100], expected: 100 },
    { what: 'red, 0.2126 × 255 = 54.2', rgb: [255, 0, 0], expected: 54 },
    { what: 'green, 0.7152 × 255 = 182.4', rgb: [0, 255, 0], expected: 182 },
    { what: 'blue, 0.0722 × 255 = 18.4', rgb: [0, 0, 255], expected: 18 },
  ];
  for (const { what, rgb, expected } of cases)
    it(`is ${expected} for ${what}`, () =>
      expect([...luminanceOf(Uint8Array.from(rgb), { widthPx: 1, heightPx: 1 }).values]).toEqual([expected]));

  const greys = (...values: number[]) => Uint8Array.from(values.flatMap((value) => [value, value, value]));
  const shrunk = [
    {
      what: 'blocks of 2 × 2',
      from: [4, 2],
      values: [0, 10, 20, 30, 0, 10, 20, 30],
      to: [2, 1],
      expected: [5, 25],
    },
    { what: 'blocks of 2 × 1', from: [4, 1], values: [0, 10, 20, 30], to: [2, 1], expected: [5, 25] },
    { what: 'sizes that do not divide', from: [3, 1], values: [10, 20, 40], to: [2, 1], expected: [10, 30] },
  ];
  for (const { what, from, values, to, expected } of shrunk)
    it(`averages ${what}: ${values} to ${expected}`, () => {
      const [size, target] = [from, to].map(([widthPx, heightPx]) => ({
        widthPx: widthPx!,
        heightPx: heightPx!,
      }));
      expect([...luminanceOf(greys(...values), size!, target).values]).toEqual(expected);
    });

  it('refuses an array of another size', () => {
    expect(() => luminanceOf(new Uint8Array(5), { widthPx: 1, heightPx: 2 })).toThrow(RangeError);
    expect(() => luminanceOf(new Uint8Array(0), { widthPx: 0, heightPx: 0 })).toThrow(RangeError);
  });
});

describe('median and share of dark pixels', () => {
  const cases = [
    { values: [7], median: 7 / 255, dark: 1 },
    { values: [0, 255], median: 0, dark: 0.5 },
    { values: [255, 0, 255], median: 1, dark: 1 / 3 },
    { values: [9, 9, 9, 9], median: 9 / 255, dark: 1 },
    // 0.08 × 255 = 20.4: step 20 is below it and step 21 is not.
    { values: [20, 21, 21, 21], median: 21 / 255, dark: 0.25 },
  ];
  for (const { values, median, dark } of cases)
    it(`are ${median.toFixed(2)} and ${dark.toFixed(2)} for ${values}`, () => {
      const histogram = histogramOf(Uint8Array.from(values));
      expect(medianLuminance(histogram)).toBe(median);
      expect(shareDarkerThan(histogram, 0.08)).toBe(dark);
    });
});
