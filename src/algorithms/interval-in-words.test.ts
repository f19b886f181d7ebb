import { expect, it } from 'vitest';
import { intervalInWords } from './interval-in-words.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

it.each([
  { from: '2008-01-01T00:00:00', to: '2008-12-31T23:59:59.999', words: '2008' },
  { from: '2008-02-01T00:00:00', to: '2008-02-29T23:59:59.999', words: '2008-02' },
  { from: '2008-07-05T00:00:00', to: '2008-07-05T23:59:59.999', words: '2008-07-05' },
  { from: '2008-07-05T14:30:59', to: '2008-07-05T14:30:59', words: '2008-07-05 14:30' },
  { from: '2008-07-05T14:30:00', to: '2008-07-05T18:02:00', words: '2008-07-05 14:30 – 18:02' },
  { from: '2008-07-05T14:30:00', to: '2008-07-06T00:10:00', words: '2008-07-05 14:30 – 2008-07-06 00:10' },
  {
    from: '2008-01-01T00:00:00',
    to: '2010-12-31T23:59:59.999',
    words: '2008-01-01 00:00 – 2010-12-31 23:59',
  },
])('$from to $to is “$words”', ({ from, to, words }) => {
  expect(intervalInWords({ startMillis: utc(from), endMillis: utc(to) })).toBe(words);
});
