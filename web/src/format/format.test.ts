import { describe, expect, it } from 'vitest';
import { momentText } from './moment.ts';
import { bytesText, countText, durationText, rateText } from './numbers.ts';
import { intervalText } from './wall-time.ts';

it.each([
  { seconds: 0, text: '0 s' },
  { seconds: 59.4, text: '59 s' },
  { seconds: 60, text: '1 min 0 s' },
  { seconds: 200, text: '3 min 20 s' },
  { seconds: 3599, text: '60 min' },
  { seconds: 7500, text: '2 h 5 min' },
  { seconds: -3, text: '0 s' },
])('$seconds seconds are $text', ({ seconds, text }) => {
  expect(durationText(seconds)).toBe(text);
});

it('numbers are written as the language does', () => {
  expect(countText(500_000, 'en')).toBe('500,000');
  expect(countText(500_000, 'pt')).toBe('500.000');
  expect([rateText(0.00421, 'en'), rateText(31.44, 'en'), rateText(1234, 'en')]).toEqual([
    '0.0042',
    '31',
    '1,230',
  ]);
  expect([bytesText(0, 'en'), bytesText(42_056_169, 'en')]).toEqual(['0 B', '42 MB']);
});

describe('a time without zone', () => {
  it.each<[string | null, string | null, string]>([
    [null, null, ''],
    ['2014-05-03T10:00:00.000', null, '3 May 2014, 10:00'],
    ['2014-05-03T10:00:10', '2014-05-03T10:00:50', '3 May 2014, 10:00'],
    ['2014-05-03T10:00:00', '2014-05-03T10:05:00', '3 May 2014, 10:00–10:05'],
    ['2014-05-03T23:50:00', '2014-05-04T00:10:00', '3 May 2014, 23:50 – 4 May 2014, 00:10'],
  ])('%s to %s is "%s", in whatever zone the browser is', (start, end, text) => {
    expect(intervalText(start, end, 'en')).toBe(text);
  });
});

it('a moment is told by the clock of who looks', () => {
  expect(momentText('2026-11-26T16:05:00.000Z', 'en', 'Asia/Tokyo')).toBe('27 Nov 2026, 01:05');
  expect(momentText('2026-11-26T16:05:00.000Z', 'pt', 'UTC')).toContain('16:05');
});
