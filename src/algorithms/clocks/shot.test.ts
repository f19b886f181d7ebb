import { describe, expect, it } from 'vitest';
import { isTelephone } from './shot.ts';

describe('a telephone, whose clock its network sets', () => {
  it.each([
    { make: 'Apple', model: 'iPhone 6', expected: true },
    { make: 'samsung', model: 'SM-G920F', expected: true },
    { make: 'SAMSUNG', model: 'GT-I9300', expected: true },
    { make: 'samsung', model: 'SAMSUNG-SM-G900A', expected: true },
    { make: 'samsung', model: 'Galaxy S23', expected: true },
    { make: 'Samsung Techwin', model: '<Digimax i50 MP3, Samsung #1 MP3>', expected: false },
    { make: 'SAMSUNG', model: 'NX300', expected: false },
    { make: 'SAMSUNG', model: 'WB850F', expected: false },
    { make: 'HMD Global', model: 'Nokia 8.3 5G', expected: true },
    { make: 'Jolla', model: 'Jolla', expected: true },
    { make: 'Canon', model: 'Canon EOS 5D', expected: false },
    { make: '', model: 'SM-G920F', expected: false },
  ])('$make $model: $expected', ({ make, model, expected }) => {
    expect(isTelephone(make, model)).toBe(expected);
  });
});
