import { expect, it } from 'vitest';
import { LIKENESS_CUT, likenessCut } from './likeness-cut.ts';

const hundredths = Array.from({ length: 100 }, (_, i) => (100 - i) / 100);

it.each([
  { what: 'no distance', distances: [], expected: { distance: 0.07, basis: 'setting' } },
  {
    what: 'one too few',
    distances: hundredths.slice(0, LIKENESS_CUT.members - 1),
    expected: { distance: 0.07, basis: 'setting' },
  },
  { what: 'a hundred distances', distances: hundredths, expected: { distance: 0.95, basis: 'clusters' } },
  {
    what: 'equal distances',
    distances: Array<number>(40).fill(0.1),
    expected: { distance: 0.1, basis: 'clusters' },
  },
])('the cut of $what is $expected.distance', ({ distances, expected }) => {
  expect(likenessCut(distances, 0.07)).toEqual(expected);
});
