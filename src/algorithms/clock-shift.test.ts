import { describe, expect, it } from 'vitest';
import { parseClockShift, shiftInWords, shiftMillisFrom } from './clock-shift.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('a shift that a person writes', () => {
  it.each([
    { written: '+5h30m', from: '2008-07-05T10:00', to: '2008-07-05T15:30' },
    { written: '-1d', from: '2008-07-05T10:00', to: '2008-07-04T10:00' },
    { written: '−1d', from: '2008-07-05T10:00', to: '2008-07-04T10:00' },
    { written: '+8y2d', from: '2000-02-28T10:00', to: '2008-03-01T10:00' },
    { written: '+1y', from: '2008-02-29T10:00', to: '2009-02-28T10:00' },
    { written: '-1mo', from: '2008-03-31T10:00', to: '2008-02-29T10:00' },
    { written: '+2w', from: '2008-07-05T10:00', to: '2008-07-19T10:00' },
    { written: '+ 1h 5min 10s', from: '2008-07-05T10:00', to: '2008-07-05T11:05:10' },
    { written: '+36h', from: '2008-07-05T10:00', to: '2008-07-06T22:00' },
    { written: '+0h', from: '2008-07-05T10:00', to: '2008-07-05T10:00' },
  ])('“$written” brings $from to $to', ({ written, from, to }) => {
    const shift = parseClockShift(written)!;
    expect(utc(from) + shiftMillisFrom(shift, utc(from))).toBe(utc(to));
  });

  it.each(
    ['', '+', '5h', '+5', '+h', '+1h1d', '+1d1d', '+1.5h', '+-1d', '2008-07-05', '+1 fortnight'].map(
      (written) => ({ written }),
    ),
  )('“$written” is no shift', ({ written }) => {
    expect(parseClockShift(written)).toBeNull();
  });
});

describe('a shift in words', () => {
  it.each([
    { from: '2000-01-01T00:05:00', to: '2008-07-04T14:00:00', words: '+8 years 185 days 13 h 55 min' },
    { from: '2008-07-05T10:00:00', to: '2008-07-05T15:30:00', words: '+5 h 30 min' },
    { from: '2008-07-05T10:00:00', to: '2008-07-04T10:00:00', words: '−1 day' },
    { from: '2008-07-05T10:00:00', to: '2007-07-05T10:00:00', words: '−1 year' },
    { from: '2008-02-29T10:00:00', to: '2009-02-28T10:00:00', words: '+1 year' },
    { from: '2008-07-05T10:00:00', to: '2009-07-04T10:00:00', words: '+364 days' },
    { from: '2008-07-05T10:00:00', to: '2010-07-05T10:00:40', words: '+2 years 1 min' },
    { from: '2008-07-05T10:00:00', to: '2008-07-05T10:00:09', words: '+9 s' },
    { from: '2008-07-05T10:00:00', to: '2008-07-05T10:00:00', words: 'not shifted' },
  ])('from $from to $to is “$words”', ({ from, to, words }) => {
    expect(shiftInWords(utc(to) - utc(from), utc(from))).toBe(words);
  });
});
