import { describe, expect, test } from 'vitest';
import { bestPathDateToken, findPathDateTokens } from './path-date-tokens.ts';
import { saneRange } from './sane-range.ts';
import { wallTimeInWords } from './wall-time.ts';

const range = saneRange(['1990', 'now'], Date.UTC(2026, 5, 15));

const bestOf = (path: string): string | null => {
  const [token] = findPathDateTokens(path, range);
  return token === undefined ? null : wallTimeInWords(token.wallMillis, token.precision);
};

/** [path below the root, the date that it says] */
type Row = readonly [string, string | null];

const DAYS: readonly Row[] = [
  ['2014-05-03/IMG_0001.JPG', '2014-05-03'],
  ['2014_05_03/IMG_0001.JPG', '2014-05-03'],
  ['2014.05.03/IMG_0001.JPG', '2014-05-03'],
  ['2014 05 03 Paris/IMG_0001.JPG', '2014-05-03'],
  ['20140503/IMG_0001.JPG', '2014-05-03'],
  ['20140503 Paris/IMG_0001.JPG', '2014-05-03'],
  ['Paris 2014-05-03/IMG_0001.JPG', '2014-05-03'],
  ['Paris_(2014-05-03)/IMG_0001.JPG', '2014-05-03'],
  ['2014.05.03.jpg', '2014-05-03'],
  ['2014-05-03.jpg', '2014-05-03'],
  ['2014-05-03-0012.jpg', '2014-05-03'],
  ['2014-05-03-12.jpg', '2014-05-03'],
  ['Paris2014-05-03.jpg', '2014-05-03'],
  ['IMG-20190703-WA0012.jpg', '2019-07-03'],
  ['IMG_20190703.jpg', '2019-07-03'],
  ['DSC20140503.jpg', '2014-05-03'],
  ['2014-02-28/a.jpg', '2014-02-28'],
  ['2016-02-29/a.jpg', '2016-02-29'],
  ['写真/2014-05-03 パリ/IMG_0001.JPG', '2014-05-03'],
  ['20140503_1022.jpg', '2014-05-03'],
  ['20140503_996512.jpg', '2014-05-03'],
  ['20140503_0001.jpg', '2014-05-03'],
];

const SECONDS: readonly Row[] = [
  ['IMG_20190703_101500.jpg', '2019-07-03 10:15:00'],
  ['PXL_20240102_101500123.jpg', '2024-01-02 10:15:00'],
  ['PXL_20240102_101500123.PORTRAIT.jpg', '2024-01-02 10:15:00'],
  ['20190703_101500.jpg', '2019-07-03 10:15:00'],
  ['20190703_101500_012.jpg', '2019-07-03 10:15:00'],
  ['20190703_101500(0).jpg', '2019-07-03 10:15:00'],
  ['20190703-101500.jpg', '2019-07-03 10:15:00'],
  ['IMG20190703101500.jpg', '2019-07-03 10:15:00'],
  ['20190703101500.jpg', '2019-07-03 10:15:00'],
  ['WP_20140503_10_22_07_Pro.jpg', '2014-05-03 10:22:07'],
  ['Screenshot_2014-05-03-10-22-07.png', '2014-05-03 10:22:07'],
  ['Screenshot_20140503-102207.png', '2014-05-03 10:22:07'],
  ['2014-05-03 10.22.07.jpg', '2014-05-03 10:22:07'],
  ['2014-05-03 10.22.07-1.jpg', '2014-05-03 10:22:07'],
  ['signal-2021-03-04-101500.jpg', '2021-03-04 10:15:00'],
  ['signal-2021-03-04-10-15-00-123.jpg', '2021-03-04 10:15:00'],
  ['WhatsApp Image 2019-07-03 at 10.15.00.jpeg', '2019-07-03 10:15:00'],
  ['2014-05-03T10:22:07.jpg', '2014-05-03 10:22:07'],
  ['20140503_102207 Amsterdam.jpg', '2014-05-03 10:22:07'],
  ['2014-05-03 10.22.07 Amsterdam.jpg', '2014-05-03 10:22:07'],
  // Twelve-hour clock: only the day is sure.
  ['Screenshot 2021-03-04 at 10.15.00 PM.png', '2021-03-04'],
  ['Screenshot 2021-03-04 at 10.15.00\u202fAM.png', '2021-03-04'],
];

const MONTHS: readonly Row[] = [
  ['2014-05/IMG_0001.JPG', '2014-05'],
  ['2014-05 Paris/IMG_0001.JPG', '2014-05'],
  ['2014_05/IMG_0001.JPG', '2014-05'],
  ['2014-05-0012.jpg', '2014-05'],
  ['Paris 2014-05.jpg', '2014-05'],
  ['2014/05/IMG_0001.JPG', '2014-05'],
  // Several days, or several dates in one name, say what they have in common.
  ['2014-05-03-07 Paris/IMG_0001.JPG', '2014-05'],
  ['2014-05-03 - 07 Paris/IMG_0001.JPG', '2014-05'],
  ['2014-05-03 to 2014-05-07/IMG_0001.JPG', '2014-05'],
];

const YEARS: readonly Row[] = [
  ['2012 Paris/IMG_0001.JPG', '2012'],
  ['Paris 2012/IMG_0001.JPG', '2012'],
  ['Paris_2012/IMG_0001.JPG', '2012'],
  ['2012/IMG_0001.JPG', '2012'],
  ['(2012) Paris/IMG_0001.JPG', '2012'],
  ['1990/scan.tif', '1990'],
  ['2014/13/a.jpg', '2014'],
  ['2014-05-03 - 2014-08-07/IMG_0001.JPG', '2014'],
  ['2026/a.jpg', '2026'],
  ['03.05.2014 Geburtstag/a.jpg', '2014'],
  ['Paris 2012.jpg', '2012'],
  ['Paris (2012) 3.jpg', '2012'],
  ['2012_Paris_01.jpg', '2012'],
  ['2012-Paris.jpg', '2012'],
  ['2012 Paris backup/IMG_0001.JPG', '2012'],
  ['Scan 2012/scan001.tif', '2012'],
  ['São Paulo 2009/IMG_0001.JPG', '2009'],
];

const NO_DATES: readonly Row[] = [
  ['', null],
  ['IMG_0001.JPG', null],
  ['Paris/IMG_0001.JPG', null],
  // Counters.
  ['IMG_1999.JPG', null],
  ['IMG_2014.JPG', null],
  ['IMG_2014-2.JPG', null],
  ['IMG_2014-05.JPG', null],
  ['IMG_2014-Edit.tif', null],
  ['IMG_2014 (1).JPG', null],
  ['IMG 2014.JPG', null],
  ['_MG_2005.CR2', null],
  ['_DSC2008.NEF', null],
  ['DSCF2010.JPG', null],
  ['DSC02012.ARW', null],
  ['P1012014.ORF', null],
  ['100_2014.JPG', null],
  ['scan 2003.tif', null],
  ['Photo 2012.jpg', null],
  ['2012.jpg', null],
  ['2012 (1).jpg', null],
  ['2012-0012.jpg', null],
  ['Paris_2012.jpg', null],
  ['Paris-2012.jpg', null],
  ['Paris_2014_05.jpg', null],
  ['101_2014/IMG_0001.JPG', null],
  // Serial numbers and hashes.
  ['DSC20140503123.JPG', null],
  ['201405031.jpg', null],
  ['201405.jpg', null],
  ['3f20140503b7.jpg', null],
  ['a1b2c3d4-2014-4e5f-8a9b-0c1d2e3f4a5b.jpg', null],
  ['10256534_10152012345678901_n.jpg', null],
  ['1404381600123.jpg', null],
  // Dates that do not exist.
  ['2014-13-45/a.jpg', null],
  ['2014-02-30/a.jpg', null],
  ['2015-02-29/a.jpg', null],
  ['2014-00-10/a.jpg', null],
  ['20141345/a.jpg', null],
  ['2014-13/a.jpg', null],
  // Outside of the sane range.
  ['1985-05-03/a.jpg', null],
  ['1989/a.jpg', null],
  ['2027/a.jpg', null],
  ['2026-12-24/a.jpg', null],
  ['0099/a.jpg', null],
  // Not years.
  ['1920x1080/a.jpg', null],
  ['2000 px/a.jpg', null],
  ['2000px/a.jpg', null],
  ['Nikon D2000/a.jpg', null],
  ['Canon 2000D/a.jpg', null],
  ['2003-2005/a.jpg', null],
  ['2012-13 season/a.jpg', null],
  // The day of a copy.
  ['2019-01-15 backup/a.jpg', null],
  ['Backup_20190115/a.jpg', null],
  ['Old photos export 2019/a.jpg', null],
];

const CONTESTS: readonly Row[] = [
  // The most precise wins,
  ['2012/2012-05-03 Paris/IMG_0001.JPG', '2012-05-03'],
  ['2014-05-03 Paris/best of 2015/IMG_0001.JPG', '2014-05-03'],
  ['2014-05-03/IMG_20140504_010203.jpg', '2014-05-04 01:02:03'],
  ['2014/05/03/IMG_0001.JPG', '2014-05-03'],
  ['2014/05/03/IMG_20140503_102207.jpg', '2014-05-03 10:22:07'],
  // then the deepest.
  ['Archive 2019/2012 Paris/IMG_0001.JPG', '2012'],
  ['2014-05-03/2014-05-04/IMG_0001.JPG', '2014-05-04'],
  ['2019-01-15 backup/2014 Paris/IMG_0001.JPG', '2014'],
  ['2014-05-03 (scan of 1998)/a.tif', '2014-05-03'],
  ['2012\\2012-05-03\\IMG_0001.JPG', '2012-05-03'],
];

describe('dates in a path', () => {
  const table = [...DAYS, ...SECONDS, ...MONTHS, ...YEARS, ...NO_DATES, ...CONTESTS];
  test.each(table)('%j says %j', (path, expected) => {
    expect(bestOf(path)).toBe(expected);
  });

  test('all dates of a path come, best first, with the name that they stand in', () => {
    const tokens = findPathDateTokens('2014/2014-05-03 Paris/IMG_20140503_102207.jpg', range);
    expect(tokens.map(({ text, name, depth, inFileName }) => ({ text, name, depth, inFileName }))).toEqual([
      { text: '20140503_102207', name: 'IMG_20140503_102207.jpg', depth: 2, inFileName: true },
      { text: '2014-05-03', name: '2014-05-03 Paris', depth: 1, inFileName: false },
      { text: '2014', name: '2014', depth: 0, inFileName: false },
    ]);
  });

  test('a path of 20,000 digits is read in no time and says nothing', () => {
    expect(bestOf(`${'20140503'.repeat(2500)}/a.jpg`)).toBeNull();
    expect(bestOf(`${'2014-'.repeat(4000)}/a.jpg`)).not.toBe('2014-05');
  });
});

describe('the best date of a photo in several places', () => {
  const table: readonly (readonly [readonly string[], string | null])[] = [
    [[], null],
    [['a.jpg', 'Paris/a.jpg'], null],
    [['2012 Paris/a.jpg', 'a.jpg'], '2012'],
    [['2012 Paris/a.jpg', '2012-05-03/a.jpg'], '2012-05-03'],
    [['Best of 2019/a.jpg', '2012 Paris/a.jpg'], '2012'],
    [['2012 Paris/a.jpg', 'Best of 2019/a.jpg'], '2012'],
  ];
  test.each(table)('%j say %j', (paths, expected) => {
    const token = bestPathDateToken(paths, range);
    expect(token && wallTimeInWords(token.wallMillis, token.precision)).toBe(expected);
  });
});
