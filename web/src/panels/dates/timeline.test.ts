import { describe, expect, it } from 'vitest';
import { placeOf, ticksOf, timelineOf } from './timeline.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const HOUR = 3_600_000;

describe('the axes of before and after', () => {
  it('are one where a clock was off by hours, so that the shift is seen', () => {
    const clock = { from: at('2014-05-03T05:00'), to: at('2014-05-03T08:00') };
    const after = { from: clock.from + 5 * HOUR, to: clock.to + 5 * HOUR };
    const { before, after: own, isShared } = timelineOf(clock, after, []);
    expect(isShared).toBe(true);
    expect(before).toEqual(own);
    expect(before.from).toBeLessThan(clock.from);
    expect(before.to).toBeGreaterThan(after.to);
  });

  it('are two where it was off by years, each as long as its photos', () => {
    const clock = { from: at('2000-01-01T00:05'), to: at('2000-01-01T01:03') };
    const after = { from: at('2008-07-05T14:30'), to: at('2008-07-05T15:28') };
    const near = [at('2008-07-05T15:50'), at('2008-07-01T10:00')];
    const line = timelineOf(clock, after, near);
    expect(line.isShared).toBe(false);
    // What is far away would leave no room for the run itself.
    expect(line.after.to).toBeGreaterThan(near[0]!);
    expect(line.after.from).toBeGreaterThan(near[1]!);
    expect(line.before.to - line.before.from).toBeLessThan(2 * HOUR);
  });

  it('have room around a single photo, and around one that nothing tells the time of', () => {
    const clock = { from: at('2000-01-01T00:05'), to: at('2000-01-01T00:05') };
    const { before, isShared } = timelineOf(clock, null, []);
    expect(isShared).toBe(true);
    expect(placeOf(clock.from, before, 100)).toBeCloseTo(50);
  });
});

describe('the ticks', () => {
  it.each([
    { from: '2008-07-05T14:30', to: '2008-07-05T15:28', most: 6, first: '2008-07-05T14:30', form: 'clock' },
    { from: '2008-07-04T10:00', to: '2008-07-08T10:00', most: 6, first: '2008-07-05T00:00', form: 'day' },
    { from: '2008-01-10T00:00', to: '2008-12-20T00:00', most: 6, first: '2008-04-01T00:00', form: 'month' },
    { from: '1998-03-10T00:00', to: '2026-12-20T00:00', most: 6, first: '2000-01-01T00:00', form: 'year' },
  ])('from $from to $to are round and few', ({ from, to, most, first, form }) => {
    const ticks = ticksOf({ from: at(from), to: at(to) }, most);
    expect(ticks.length).toBeLessThanOrEqual(most + 1);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks[0]).toEqual({ at: at(first), form });
  });
});
