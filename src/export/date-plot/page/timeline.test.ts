import { describe, expect, it } from 'vitest';
import { encodeBins } from '../encode-bins.ts';
import { clamped, decodeBins, firstFrom, spanWords, ticksOf, zoomedSpan } from './timeline.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('bins as text', () => {
  it.each([
    { bins: [] },
    { bins: [[0, 1]] },
    {
      bins: [
        [5, 1],
        [6, 40],
        [1_000_000, 500_000],
      ],
    },
  ] as { bins: [number, number][] }[])('come back as they were: $bins', ({ bins }) => {
    const read = decodeBins(encodeBins(bins));
    expect([...read.bins].map((bin, i) => [bin, read.counts[i]])).toEqual(bins);
  });

  it.each([
    { bin: 0, expected: 0 },
    { bin: 4, expected: 1 },
    { bin: 5, expected: 1 },
    { bin: 99, expected: 3 },
  ])('from $bin on start at index $expected', ({ bin, expected }) => {
    expect(firstFrom(Int32Array.from([3, 5, 9]), bin)).toBe(expected);
  });
});

describe('the stretch that is seen', () => {
  const whole = { from: 0, to: 100 };
  it.each([
    { span: { from: 10, to: 20 }, expected: { from: 10, to: 20 } },
    { span: { from: -10, to: 20 }, expected: { from: 0, to: 30 } },
    { span: { from: 90, to: 130 }, expected: { from: 60, to: 100 } },
    { span: { from: -50, to: 300 }, expected: { from: 0, to: 100 } },
    { span: { from: 50, to: 50 }, expected: { from: 49, to: 51 } },
  ])('$span becomes $expected', ({ span, expected }) => {
    expect(clamped(span, whole, 2)).toEqual(expected);
  });

  it('keeps what is under the pointer where it is', () => {
    expect(zoomedSpan({ from: 0, to: 100 }, 0.5, 0.25)).toEqual({ from: 12.5, to: 62.5 });
  });
});

describe('the scale', () => {
  it.each([
    { from: '2004-03-01', to: '2024-03-01', most: 8, labels: ['2005', '2010', '2015', '2020'] },
    { from: '2007-12-20', to: '2008-03-20', most: 5, labels: ['2008', 'Feb', 'Mar'] },
    { from: '2008-07-30', to: '2008-08-03', most: 6, labels: ['30 Jul', '31 Jul', 'Aug', '2 Aug', '3 Aug'] },
    { from: '2008-07-05', to: '2008-07-06', most: 5, labels: ['5 Jul', '06:00', '12:00', '18:00', '6 Jul'] },
  ])('from $from to $to has ticks at $labels', ({ from, to, most, labels }) => {
    const ticks = ticksOf({ from: utc(`${from}T00:00`), to: utc(`${to}T00:00`) }, most);
    expect(ticks.map(({ label }) => label)).toEqual(labels);
  });

  it('never has more ticks than there is room for', () => {
    for (let hours = 2; hours < 300_000; hours *= 1.7) {
      const ticks = ticksOf(
        { from: utc('2001-02-03T04:05'), to: utc('2001-02-03T04:05') + hours * 3_600_000 },
        9,
      );
      expect(ticks.length).toBeLessThanOrEqual(10);
    }
  });
});

it.each([
  { from: '2004-03-01T00:00', to: '2024-03-01T00:00', words: '2004 – 2024' },
  { from: '2008-03-01T00:00', to: '2008-05-01T00:00', words: '1 Mar 2008 – 1 May 2008' },
  { from: '2008-03-01T10:00', to: '2008-03-01T12:30', words: '1 Mar 2008, 10:00 – 1 Mar 2008, 12:30' },
])('$from to $to is “$words”', ({ from, to, words }) => {
  expect(spanWords({ from: utc(from), to: utc(to) })).toBe(words);
});
