import { expect, it } from 'vitest';
import type { CaptureTime, DatePrecision } from '../../domain/capture-time.ts';
import { timeRangeText, timeText } from './time-text.ts';

const at = (iso: string, precision: DatePrecision = 'second'): CaptureTime => ({
  wallMillis: Date.parse(`${iso}Z`),
  precision,
  offsetMinutes: null,
  trustScore: 1,
  signalsUsed: [],
  uncertain: false,
  interval: null,
  clock: null,
  byHand: false,
});

it.each([
  { time: at('2014-05-03T05:58:07'), expected: '3 May 2014, 05:58' },
  { time: at('2014-05-03T12:00:00', 'day'), expected: '3 May 2014' },
  { time: at('1998-07-01T00:00:00', 'month'), expected: 'July 1998' },
  { time: at('1998-07-01T00:00:00', 'year'), expected: '1998' },
  {
    time: {
      ...at('2019-03-04T10:00:00', 'year'),
      interval: { startMillis: Date.UTC(1990, 0), endMillis: Date.parse('2019-03-04T10:00:00Z') },
    },
    expected: 'before 4 Mar 2019',
  },
  { time: { ...at('2014-05-03T05:58:07'), wallMillis: null }, expected: '' },
])('says $expected, no more precisely than is known', ({ time, expected }) => {
  expect(timeText(time)).toBe(expected);
});

it.each([
  { times: [], expected: 'No date' },
  { times: [at('2014-05-03T05:58:00')], expected: '3 May 2014, 05:58' },
  { times: [at('2014-05-03T06:02:00'), at('2014-05-03T05:58:00')], expected: '3 May 2014, 05:58 – 06:02' },
  {
    times: [at('2014-05-03T23:58:00'), at('2014-05-04T00:02:00')],
    expected: '3 May 2014, 23:58 – 4 May 2014, 00:02',
  },
  { times: [at('2014-05-03T00:00:00', 'day'), at('2014-05-03T00:00:00', 'day')], expected: '3 May 2014' },
])('calls a cluster $expected', ({ times, expected }) => {
  expect(timeRangeText(times.map((captureTime) => ({ captureTime })))).toBe(expected);
});
