import { expect, it } from 'vitest';
import { bytes, duration, printable } from './output.ts';

it.each([
  { text: 'IMG_1.jpg', expected: 'IMG_1.jpg' },
  { text: 'a\nb\tc', expected: 'a\\nb\\tc' },
  { text: 'red \u001b[31m name', expected: 'red \\u001b[31m name' },
  { text: 'café 東京', expected: 'café 東京' },
])('prints $expected: no control character of a file name reaches the terminal', ({ text, expected }) => {
  expect(printable(text)).toBe(expected);
});

it.each([
  { seconds: 0.34, expected: '0.3 s' },
  { seconds: 42.4, expected: '42 s' },
  { seconds: 125, expected: '2 min' },
  { seconds: 7300, expected: '2 h 2 min' },
])('says $expected for $seconds seconds', ({ seconds, expected }) => {
  expect(duration(seconds)).toBe(expected);
});

it.each([
  { count: 0, expected: '0 B' },
  { count: 999, expected: '999 B' },
  { count: 84_200_000, expected: '84.2 MB' },
])('says $expected for $count bytes', ({ count, expected }) => {
  expect(bytes(count)).toBe(expected);
});
