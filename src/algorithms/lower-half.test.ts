import { describe, expect, it } from 'vitest';
import { lowerHalf } from './lower-half.ts';
import { seededRandom } from './seeded-random.ts';

function normals(count: number): number[] {
  const random = seededRandom(3);
  return Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()),
  );
}

describe('middle and spread by the lower half', () => {
  it('are those of a normal distribution, also where one of ten lies far above', () => {
    for (const far of [0, 0.1]) {
      const values = normals(5000).map((value, i) => (i % 10 < far * 10 ? 20 + value : value));
      const { centre, spread } = lowerHalf(values);
      expect(Math.abs(centre)).toBeLessThan(0.2);
      expect(Math.abs(spread - 1)).toBeLessThan(0.1);
    }
  });

  it.each([
    { of: 'none', values: [], centre: 0 },
    { of: 'one', values: [3], centre: 3 },
    { of: 'equal ones', values: [2, 2, 2], centre: 2 },
  ])('of $of is $centre, with a spread above zero', ({ values, centre }) => {
    const found = lowerHalf(values);
    expect(found.centre).toBe(centre);
    expect(found.spread).toBeGreaterThan(0);
  });
});
