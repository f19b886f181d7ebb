import { describe, expect, it } from 'vitest';
import { type TimedPhoto, timeWindows, UNDATED_WINDOW_ID } from './time-windows.ts';

const HOUR = 3_600_000;

/** Photos a, b, c, … at these minutes; null without a time. */
const photosAt = (...minutes: (number | null)[]): TimedPhoto[] =>
  minutes.map((minute, i) => ({
    key: String.fromCharCode(97 + i),
    wallMillis: minute === null ? null : minute * 60_000,
  }));

const keysOf = (photos: TimedPhoto[], mode: 'gap' | 'fixed', windowMinutes = 60): string =>
  timeWindows(photos, { mode, windowMinutes })
    .map((window) => window.keys.join(''))
    .join(' ');

describe('Time windows', () => {
  const table: { what: string; at: (number | null)[]; gap: string; fixed: string }[] = [
    { what: 'no photos', at: [], gap: '', fixed: '' },
    { what: 'one photo', at: [5], gap: 'a', fixed: 'a' },
    { what: 'equal times', at: [5, 5, 5], gap: 'abc', fixed: 'abc' },
    { what: 'a pause of exactly an hour', at: [0, 60], gap: 'ab', fixed: 'a b' },
    { what: 'a pause of a little more', at: [0, 60.001], gap: 'a b', fixed: 'a b' },
    { what: 'a long shoot', at: [0, 40, 80, 120], gap: 'abcd', fixed: 'ab cd' },
    { what: 'a pause in a fixed hour', at: [10, 69, 71], gap: 'abc', fixed: 'ab c' },
    { what: 'photos out of order', at: [200, 0, 190, 10], gap: 'bd ca', fixed: 'bd ca' },
    { what: 'times before 1970', at: [-100, -30, 10], gap: 'a bc', fixed: 'a bc' },
    { what: 'photos without a time', at: [null, 5, null], gap: 'b ac', fixed: 'b ac' },
    { what: 'no photo with a time', at: [null, null], gap: 'ab', fixed: 'ab' },
  ];
  for (const { what, at, gap, fixed } of table) {
    it(`of ${what}: gap gives "${gap}", fixed gives "${fixed}"`, () => {
      expect(keysOf(photosAt(...at), 'gap')).toBe(gap);
      expect(keysOf(photosAt(...at), 'fixed')).toBe(fixed);
    });
  }

  it('do not depend on the order in which photos are given', () => {
    const photos = photosAt(0, 0, 30, 300, 300, null, 310, null);
    const windows = timeWindows(photos, { mode: 'gap', windowMinutes: 60 });
    expect(timeWindows(photos.toReversed(), { mode: 'gap', windowMinutes: 60 })).toEqual(windows);
  });

  it('say when they start and end', () => {
    const [window] = timeWindows(photosAt(0, 60, 90), { mode: 'gap', windowMinutes: 60 });
    expect(window).toMatchObject({ startMillis: 0, endMillis: 1.5 * HOUR });
  });

  it('keep their id when photos come after the first, and get another with another first photo', () => {
    const idOf = (photos: TimedPhoto[]) =>
      timeWindows(photos, { mode: 'gap', windowMinutes: 60 }).map((window) => window.windowId)[0];
    expect(idOf(photosAt(0, 10))).toBe(idOf(photosAt(0)));
    expect(idOf(photosAt(0))).toMatch(/^w[0-9a-f]{12}$/);
    expect(idOf([{ key: 'z', wallMillis: 0 }])).not.toBe(idOf(photosAt(0)));
    expect(idOf(photosAt(1))).not.toBe(idOf(photosAt(0)));
  });

  it('have one undated window, last, without start and end', () => {
    expect(timeWindows(photosAt(null, 3), { mode: 'gap', windowMinutes: 60 }).at(-1)).toEqual({
      windowId: UNDATED_WINDOW_ID,
      keys: ['a'],
      startMillis: null,
      endMillis: null,
    });
  });

  it('leave the given list as it was', () => {
    const photos = photosAt(9, 3);
    timeWindows(photos, { mode: 'gap', windowMinutes: 60 });
    expect(photos).toEqual(photosAt(9, 3));
  });

  for (const windowMinutes of [0, -5, Number.NaN]) {
    it(`of ${windowMinutes} minutes are refused`, () => {
      expect(() => timeWindows([], { mode: 'gap', windowMinutes })).toThrow(RangeError);
    });
  }

  it('refuse a time that is not a number', () => {
    const photos = [{ key: 'a', wallMillis: Number.NaN }];
    expect(() => timeWindows(photos, { mode: 'gap', windowMinutes: 60 })).toThrow(RangeError);
  });
});
