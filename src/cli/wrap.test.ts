import { expect, it } from 'vitest';
import { wrapped } from './wrap.ts';

it.each([
  { text: '', width: 20, expected: '  why  \n' },
  { text: 'one two', width: 20, expected: '  why  one two\n' },
  { text: 'one two three four', width: 16, expected: '  why  one two\n       three\n       four\n' },
  {
    text: 'a_word_longer_than_the_line end',
    width: 16,
    expected: '  why  a_word_longer_than_the_line\n       end\n',
  },
  { text: 'new\nline', width: 20, expected: '  why  new\\nline\n' },
])('wraps “$text” to $width columns', ({ text, width, expected }) => {
  expect(wrapped('  why  ', text, width)).toBe(expected);
});
