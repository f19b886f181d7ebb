import { describe, expect, test } from 'vitest';
import { counterOf, judgeAt, numberedRuns } from './name-sequence.ts';

describe('the counter in a file name', () => {
  const table: readonly (readonly [string, ReturnType<typeof counterOf>])[] = [
    ['IMG_0012.JPG', { prefix: 'IMG_', number: 12, wraps: true }],
    ['_MG_1234-Edit-2.tif', { prefix: '_MG_', number: 1234, wraps: true }],
    ['DSC01234.ARW', { prefix: 'DSC0', number: 1234, wraps: true }],
    ['P1010012.ORF', { prefix: 'P101', number: 12, wraps: true }],
    ['IMG-20190703-WA0012.jpg', { prefix: 'IMG-20190703-WA', number: 12, wraps: true }],
    ['Paris-7.jpg', { prefix: 'Paris-', number: 7, wraps: false }],
    ['photo (12).jpg', { prefix: 'photo (', number: 12, wraps: false }],
    ['17.jpg', { prefix: '', number: 17, wraps: false }],
    ['00017.jpg', { prefix: '', number: 17, wraps: false }],
    ['写真12', { prefix: '写真', number: 12, wraps: false }],
    // A time of day, a date, a serial number.
    ['IMG_20190703_101500.jpg', null],
    ['2014-05-03.jpg', null],
    ['a123456789.jpg', null],
    ['20190703.jpg', null],
    ['L1002014.DNG', { prefix: 'L100', number: 2014, wraps: true }],
    ['Paris.jpg', null],
    ['', null],
  ];
  test.each(table)('%j', (name, expected) => {
    expect(counterOf(name)).toEqual(expected);
  });
});

describe('runs of file numbers', () => {
  const photo = (fileName: string, camera: string | null = null) => ({ fileName, camera, period: null });
  const table: readonly (readonly [string, readonly ReturnType<typeof photo>[], number[][]])[] = [
    ['none', [], []],
    ['one', [photo('IMG_0001.JPG')], [[0]]],
    ['two, by number and not by text', [photo('Paris-10.jpg'), photo('Paris-9.jpg')], [[1, 0]]],
    ['two prefixes', [photo('IMG_0001.JPG'), photo('DSC_0002.JPG')], [[0], [1]]],
    ['two cameras', [photo('IMG_0001.JPG', 'a'), photo('IMG_0002.JPG', 'b')], [[0], [1]]],
    ['RAW and JPEG share a number', [photo('IMG_0001.JPG'), photo('IMG_0001.CR2')], [[1, 0]]],
    ['a name without a number', [photo('Paris.jpg'), photo('IMG_0001.CR2')], [[1]]],
  ];
  test.each(table)('%s', (_what, photos, expected) => {
    expect(numberedRuns(photos)).toEqual(expected);
  });
});

describe('the judge of one place', () => {
  const at = (hour: number) => ({ startMillis: hour, endMillis: hour });
  const run = (hours: readonly (number | null)[]) => hours.map((hour) => (hour === null ? null : at(hour)));

  /** [times of the run, position, date, fits] */
  const table: readonly (readonly [readonly (number | null)[], number, number, boolean | null])[] = [
    // Too few neighbours, or none in order.
    [[], 0, 5, null],
    [[1], 0, 5, null],
    [[1, null, 2, 3], 1, 1, null],
    [[9, 7, null, 5, 3, 1], 2, 6, null],
    // In order, equal, and out of it.
    [[1, 2, null, 3, 4], 2, 2, true],
    [[1, 2, null, 3, 4], 2, 3, true],
    [[1, 2, null, 3, 4], 2, 1, false],
    [[1, 2, null, 3, 4], 2, 9, false],
    [[5, 5, null, 5, 5], 2, 5, true],
    [[5, 5, null, 5, 5], 2, 4, false],
    // At the ends every date beyond is in order: nobody can know.
    [[null, 2, 3, 4, 5], 0, 0, true],
    [[1, 2, 3, 4, null], 4, 99, true],
    // One wrong neighbour does no harm.
    [[1, 99, 2, null, 3, 4, 5], 3, 2, true],
    [[1, 99, 2, null, 3, 4, 5], 3, 50, false],
  ];
  test.each(table)('%j at %i: %i fits: %s', (hours, position, date, expected) => {
    const judge = judgeAt(run(hours), position);
    expect(judge?.fits(at(date)) ?? null).toBe(expected);
  });

  test('asks ten on each side', () => {
    expect(judgeAt(run(Array.from({ length: 100 }, (_, i) => i)), 50)?.neighbours).toBe(20);
    expect(judgeAt(run(Array.from({ length: 100 }, (_, i) => i)), 3)?.neighbours).toBe(13);
  });

  test('with twenty neighbours one may be disturbed', () => {
    const judge = judgeAt(run(Array.from({ length: 21 }, (_, i) => i)), 10);
    expect([10, 12, 13, 8, 7].map((hour) => judge?.fits(at(hour)))).toEqual([true, true, false, true, false]);
  });

  test('days are in order where their hours could be', () => {
    const day = { startMillis: 0, endMillis: 23 };
    const judge = judgeAt([day, day, null, day, day], 2);
    expect([0, 12, 23, 30].map((hour) => judge?.fits(at(hour)))).toEqual([true, true, true, false]);
  });
});
