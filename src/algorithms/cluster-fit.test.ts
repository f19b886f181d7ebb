import { expect, it } from 'vitest';
import { membersThatFit } from './cluster-fit.ts';

it.each([
  { what: 'nobody', distances: [], expected: '' },
  { what: 'a single photo', distances: [0], expected: 'y' },
  { what: 'a photo without a vector', distances: [null], expected: 'y' },
  { what: 'two, however far apart: neither is the stranger', distances: [0, 0.3], expected: 'yy' },
  { what: 'all equal', distances: [0, 0, 0, 0], expected: 'yyyy' },
  { what: 'an even shoot', distances: [0, 0.06, 0.08, 0.1], expected: 'yyyy' },
  { what: 'one far out', distances: [0.05, 0, 0.06, 0.2, 0.07], expected: 'yyyny' },
  { what: 'a tripod with a passing cloud', distances: [0, 0.001, 0.001, 0.002, 0.06], expected: 'yyyyy' },
  { what: 'a tripod with another picture', distances: [0, 0.001, 0.001, 0.002, 0.08], expected: 'yyyyn' },
  { what: 'an evenly loose dance', distances: [0, 0.2, 0.25, 0.3, 0.35], expected: 'yyyyy' },
])('$what: $expected', ({ distances, expected }) => {
  const fits = membersThatFit(distances, 0.14);
  expect(fits.map((fit) => (fit ? 'y' : 'n')).join('')).toBe(expected);
});
