import { describe, expect, it } from 'vitest';
import { hashDistance, perceptualHash } from './perceptual-hash.ts';

const plane = (side: number, value: (x: number, y: number) => number) => ({
  widthPx: side,
  heightPx: side,
  values: Uint8Array.from({ length: side * side }, (_, index) =>
    value(index % side, Math.floor(index / side)),
  ),
});

const mottled = (x: number, y: number) => 128 + 60 * Math.sin(x / 5 + y / 9) + 60 * Math.cos(x / 11 - y / 4);

describe('perceptualHash', () => {
  const cases = [
    { what: 'one value', picture: plane(32, () => 80), expected: '0000000000000000' },
    {
      what: 'a slope, which has no mixed frequencies',
      picture: plane(32, (x) => 8 * x),
      expected: '0000000000000000',
    },
    // A square wave both ways: coefficients of odd frequencies alone, with signs + − + − for 1, 3, 5, 7 in each
    // direction. Positive are (1,1) (1,5) (3,3) (3,7) and so on: rows 88, 22, 88, 22, and zeros between.
    {
      what: 'a board of 2 × 2 fields',
      picture: plane(32, (x, y) => (x < 16 === y < 16 ? 200 : 50)),
      expected: '8800220088002200',
    },
    {
      what: 'the same board ten times as large',
      picture: plane(320, (x, y) => (x < 160 === y < 160 ? 200 : 50)),
      expected: '8800220088002200',
    },
  ];
  for (const { what, picture, expected } of cases)
    it(`is ${expected} for ${what}`, () => expect(perceptualHash(picture)).toBe(expected));

  it('has half of its bits set, and the other half for the negative', () => {
    const hash = perceptualHash(plane(64, mottled));
    const negative = perceptualHash(plane(64, (x, y) => 255 - Math.trunc(mottled(x, y))));
    expect(hashDistance(hash, '0000000000000000')).toBe(32);
    expect(hashDistance(hash, negative)).toBeGreaterThanOrEqual(62);
  });

  it('hardly changes with brightness and size', () => {
    const hash = perceptualHash(plane(64, mottled));
    expect(hashDistance(hash, perceptualHash(plane(64, (x, y) => mottled(x, y) * 0.7)))).toBeLessThanOrEqual(
      4,
    );
    expect(
      hashDistance(hash, perceptualHash(plane(128, (x, y) => mottled(x / 2, y / 2)))),
    ).toBeLessThanOrEqual(4);
  });
});

describe('hashDistance', () => {
  const cases = [
    { one: '0000000000000000', other: '0000000000000000', expected: 0 },
    { one: '0000000000000001', other: '8000000000000000', expected: 2 },
    { one: 'ffffffffffffffff', other: '0000000000000000', expected: 64 },
  ];
  for (const { one, other, expected } of cases)
    it(`is ${expected} between ${one} and ${other}`, () => expect(hashDistance(one, other)).toBe(expected));
});
