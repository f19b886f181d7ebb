import { describe, expect, it } from 'vitest';
import { toHalves, unitVectorOf } from './half-floats.ts';
import { seededRandom } from './seeded-random.ts';

/** The value of a bit pattern by the definition of IEEE 754 binary16. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const bitsOf = (value: number): number => {
  const [low, high] = toHalves(Float32Array.of(value));
  return low! | (high! << 8);
};

const patterns = Array.from({ length: 65_536 }, (_, bits) => bits);
const finite = patterns.filter((bits) => Number.isFinite(halfValue(bits)));

describe('half floats', () => {
  it('keep each of the 63,488 finite values of 16 bits to the bit', () => {
    expect(finite).toHaveLength(63_488);
    const back = new Uint16Array(toHalves(Float32Array.from(finite, halfValue)).buffer);
    expect([...back].filter((bits, i) => bits !== finite[i])).toEqual([]);
  });

  it('take the nearest value of the one below and the one above, and the even one of two as near', () => {
    const positive = finite.filter((bits) => bits < 0x8000);
    const wrong: string[] = [];
    const check = (value: number, expected: number) => {
      if (bitsOf(value) !== expected) wrong.push(`${value} is ${bitsOf(value)} and not ${expected}`);
      if (value !== 0 && bitsOf(-value) !== expected + 0x8000) wrong.push(`${-value}`);
    };
    for (const bits of positive.slice(0, -1)) {
      const [below, above] = [halfValue(bits), halfValue(bits + 1)];
      // Exact in float32: it has 13 bits more.
      const middle = (below + above) / 2;
      check(middle, bits % 2 === 0 ? bits : bits + 1);
      const step = (above - below) / 64;
      check(middle - step, bits);
      check(middle + step, bits + 1);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [2 ** -24, 1, 'the smallest subnormal'],
    [2 ** -25, 0, 'half of it, a tie with the even zero'],
    [1.5 * 2 ** -25, 1, 'a little more'],
    [2 ** -14 - 2 ** -24, 0x3ff, 'the largest subnormal'],
    [2 ** -14, 0x400, 'the smallest normal'],
    [65_504, 0x7bff, 'the largest'],
  ])('of %d have the bits %d: %s', (value, bits) => {
    expect(bitsOf(value)).toBe(bits);
  });

  it.each([NaN, Infinity, -Infinity, 65_505, -1e9])('refuse %d', (value) => {
    expect(() => toHalves(Float32Array.of(0.5, value))).toThrow(RangeError);
  });

  it.each([1, 2, 512, 801, 1152])(
    'of %d dimensions give unit vectors again, next to the ones put in',
    (dimensions) => {
      const random = seededRandom(dimensions);
      for (let i = 0; i < 50; i++) {
        const raw = Float32Array.from({ length: dimensions }, () => random() - 0.5);
        const length = Math.hypot(...raw);
        const vector = raw.map((value) => value / length);
        const back = unitVectorOf(toHalves(vector));
        expect(Math.abs(Math.hypot(...back) - 1)).toBeLessThan(1e-6);
        const cosine = back.reduce((sum, value, k) => sum + value * vector[k]!, 0);
        expect(1 - cosine).toBeLessThan(1e-6);
      }
    },
  );

  it('read the same wherever their bytes lie, and leave zeros as they are', () => {
    const halves = toHalves(Float32Array.of(0.6, -0.8, 0));
    const odd = new Uint8Array(7);
    odd.set(halves, 1);
    expect(unitVectorOf(odd.subarray(1))).toEqual(unitVectorOf(halves));
    expect(unitVectorOf(toHalves(new Float32Array(3)))).toEqual(new Float32Array(3));
  });
});
