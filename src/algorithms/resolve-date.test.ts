import { describe, expect, test } from 'vitest';
import { NOTHING_KNOWN } from './date-votes.ts';
import { DATE_OPTIONS, type WitnessText, witness } from './date-witness.fixture.ts';
import { resolveFolder } from './resolve-date.ts';
import { wallTimeInWords } from './wall-time.ts';

/** `time, trust` and `?` where it is uncertain. Something confirms the hour: what limits trust is in trust-limit.test.ts. */
function resolve(texts: readonly WitnessText[], options = DATE_OPTIONS, isConfirmed = true): string[] {
  const witnesses = texts.map(witness);
  const confirmed = isConfirmed ? witnesses : [];
  const confirmedHours = new Map(confirmed.map(({ key }) => [key, 'satellites']));
  return resolveFolder(witnesses, options, { ...NOTHING_KNOWN, confirmedHours }).map((time) => {
    const said = time.wallMillis === null ? 'unknown' : wallTimeInWords(time.wallMillis, time.precision);
    return `${said}, ${time.trustScore.toFixed(2)}${time.uncertain ? ' ?' : ''}`;
  });
}

const NOON = '2014-05-03 12:00:00';
const reasonsOf = (texts: readonly WitnessText[], i = 0) =>
  resolveFolder(texts.map(witness), DATE_OPTIONS)[i]?.signalsUsed.map((signal) => signal.reason);

describe('one photo alone in its folder', () => {
  const table: readonly (readonly [string, WitnessText, string])[] = [
    ['nothing at all', { path: 'a.jpg' }, 'unknown, 0.00'],
    ['EXIF alone', { path: 'a.jpg', original: NOON }, `${NOON}, 0.75`],
    ['CreateDate alone', { path: 'a.jpg', create: NOON }, `${NOON}, 0.25`],
    ['ModifyDate alone', { path: 'a.jpg', modify: NOON }, '2014-05-03, 0.13'],
    ['file time alone', { path: 'a.jpg', mtime: NOON }, '2014-05-03, 0.25'],
    ['a folder of a day alone', { path: '2014-05-03/a.jpg' }, '2014-05-03, 0.25'],
    ['a folder of a year alone', { path: '2014 Paris/a.jpg' }, '2014, 0.25'],
    ['all agree', { path: '2014-05-03/a.jpg', original: NOON, create: NOON, mtime: NOON }, `${NOON}, 1.00`],
    [
      'all disagree: EXIF has most weight',
      {
        path: '2016-01-02/a.jpg',
        original: NOON,
        create: '2017-01-01 10:00:00',
        mtime: '2018-01-01 10:00:00',
      },
      `${NOON}, 0.50`,
    ],
    [
      'a copy: the file time is years later and loses',
      { path: '2014-05-03/a.jpg', original: NOON, create: NOON, mtime: '2022-08-01 10:00:00' },
      `${NOON}, 0.83`,
    ],
    [
      'a WhatsApp picture that was copied: the name wins over the file time',
      { path: 'IMG-20190703-WA0012.jpg', mtime: '2024-02-01 09:00:00' },
      '2019-07-03, 0.25',
    ],
    [
      'a WhatsApp picture that was not copied: the file time of that day is finer',
      { path: 'IMG-20190703-WA0012.jpg', mtime: '2019-07-03 18:30:00' },
      '2019-07-03, 0.50',
    ],
    [
      'a phone picture without EXIF: the name says the second',
      { path: 'PXL_20240102_101500123.jpg', mtime: '2024-01-02 10:15:03' },
      '2024-01-02, 0.50',
    ],
    [
      'no EXIF, the file time lies in the year of the folder',
      { path: '2012 Paris/a.jpg', mtime: '2012-07-14 21:00:00' },
      '2012, 0.50',
    ],
    [
      'no EXIF, a copied file: the folder is earlier',
      { path: '2012 Paris/a.jpg', mtime: '2020-07-14 21:00:00' },
      '2012, 0.25',
    ],
    [
      'no EXIF, filed again: a file cannot be older than its photo',
      { path: 'Best of 2019/a.jpg', mtime: '2012-07-14 21:00:00' },
      '2012-07-14, 0.25',
    ],
    [
      'CreateDate of a scan without DateTimeOriginal: the folder is earlier',
      { path: '1998 Rio/a.tif', create: '2015-03-01 10:00:00' },
      '1998, 0.25',
    ],
    [
      'past midnight, in the folder of the evening',
      { path: '2014-05-03 Wedding/a.jpg', original: '2014-05-04 02:10:00' },
      '2014-05-04 02:10:00, 1.00',
    ],
    [
      'CreateDate in UTC',
      { path: 'a.jpg', original: '2014-05-03 20:00:00', create: '2014-05-04 00:00:00' },
      '2014-05-03 20:00:00, 1.00',
    ],
    [
      'CreateDate missing: ModifyDate of an edit weeks later disagrees',
      { path: 'a.jpg', original: NOON, modify: '2014-06-20 10:00:00' },
      `${NOON}, 0.75`,
    ],
    [
      'CreateDate there: ModifyDate is not asked',
      { path: 'a.jpg', original: NOON, create: NOON, modify: '2014-06-20 10:00:00' },
      `${NOON}, 1.00`,
    ],
    [
      'a birth time before mtime counts',
      { path: 'a.jpg', mtime: '2020-01-05 10:00:00', birth: NOON },
      '2014-05-03, 0.25',
    ],
    [
      'a zero mtime is no witness',
      { path: 'a.jpg', mtime: '1970-01-01 00:00:00', birth: NOON },
      '2014-05-03, 0.25',
    ],
    ['only a zero mtime', { path: 'a.jpg', mtime: '1970-01-01 00:00:00' }, 'unknown, 0.00'],
    [
      'EXIF in the future is no witness',
      { path: 'a.jpg', original: '2031-01-01 10:00:00', mtime: NOON },
      '2014-05-03, 0.25',
    ],
    [
      'EXIF before 1990 is no witness',
      { path: 'a.jpg', original: '1985-01-01 10:00:00', mtime: NOON },
      '2014-05-03, 0.25',
    ],
    [
      'a photo of this minute, far to the east',
      { path: 'a.jpg', original: '2026-06-16 01:59:00', mtime: '2026-06-15 12:00:00' },
      '2026-06-16 01:59:00, 1.00',
    ],
    [
      'one photo in two places: the better path and the earlier file time',
      { path: ['best/a.jpg', '2014-05-03 Paris/a.jpg'], mtime: NOON },
      '2014-05-03, 0.50',
    ],
  ];
  test.each(table)('%s', (_what, text, expected) => {
    expect(resolve([text])).toEqual([expected]);
  });
});

describe('a clock that lost the time', () => {
  const table: readonly (readonly [string, WitnessText, string])[] = [
    [
      'Unix zero is no witness',
      { path: '2014-05-03/a.jpg', original: '1970-01-01 00:00:00' },
      '2014-05-03, 0.25',
    ],
    [
      'FAT zero is no witness',
      { path: '2014-05-03/a.jpg', original: '1980-01-01 00:00:00' },
      '2014-05-03, 0.25',
    ],
    [
      'the first day of 2000, in EXIF and file time: the folder wins',
      {
        path: '2014-05-03/a.jpg',
        original: '2000-01-01 03:12:00',
        create: '2000-01-01 03:12:00',
        mtime: '2000-01-01 03:12:00',
      },
      '2014-05-03, 0.17',
    ],
    [
      'the first day of 2000, and a file time of the computer',
      { path: 'a.jpg', original: '2000-01-01 00:00:12', mtime: '2014-05-05 19:00:00' },
      '2014-05-05, 0.25 ?',
    ],
    [
      'the first day of 2000 and nothing else: kept for the rhythm, trusted by nobody',
      { path: 'a.jpg', original: '2000-01-01 00:07:00', mtime: '2000-01-01 00:07:00' },
      '2000-01-01 00:07:00, 0.00 ?',
    ],
    [
      'midnight of another 1 January, to the second',
      { path: '2014-05-03/a.jpg', original: '2008-01-01 00:00:00' },
      '2014-05-03, 0.25',
    ],
    [
      'fireworks of 1 January',
      { path: 'New Year/a.jpg', original: '2008-01-01 00:00:09', mtime: '2008-01-01 00:00:10' },
      '2008-01-01 00:00:09, 0.79',
    ],
    [
      'the true 2000-01-01, as its folder says',
      { path: '2000-01-01 Millennium/a.jpg', original: '2000-01-01 00:07:00' },
      '2000-01-01 00:07:00, 0.79',
    ],
  ];
  test.each(table)('%s', (_what, text, expected) => {
    expect(resolve([text], DATE_OPTIONS, false)).toEqual([expected]);
  });
});

describe('EXIF and file time disagree hard', () => {
  const late = '2014-07-20 12:00:00';
  const table: readonly (readonly [string, WitnessText, string])[] = [
    [
      'and there is no path token: uncertain',
      { path: 'a.jpg', original: NOON, mtime: late },
      `${NOON}, 0.49 ?`,
    ],
    [
      'also where the file is older than its photo',
      { path: 'a.jpg', original: NOON, mtime: '2010-01-01 10:00:00' },
      `${NOON}, 0.49 ?`,
    ],
    ['CreateDate is EXIF too', { path: 'a.jpg', create: NOON, mtime: late }, `${NOON}, 0.25 ?`],
    ['but the folder decides', { path: '2014-05-03/a.jpg', original: NOON, mtime: late }, `${NOON}, 0.79`],
    ['but satellites decide', { path: 'a.jpg', original: NOON, mtime: late, gps: NOON }, `${NOON}, 0.75`],
    [
      '30 days are not hard',
      { path: 'a.jpg', original: NOON, mtime: '2014-06-02 12:00:00' },
      `${NOON}, 0.75`,
    ],
    [
      '30 days and a second are',
      { path: 'a.jpg', original: NOON, mtime: '2014-06-02 12:00:01' },
      `${NOON}, 0.49 ?`,
    ],
  ];
  test.each(table)('%s', (_what, text, expected) => {
    expect(resolve([text], DATE_OPTIONS, false)).toEqual([expected]);
  });
});

/** Photos without a counter in their names, so that the sequence stays out of it. */
const shoot = (folder: string, times: readonly string[], also: Partial<WitnessText> = {}): WitnessText[] =>
  times.map((original, i) => ({
    path: `${folder}/${String.fromCharCode(97 + i)}.jpg`,
    original,
    create: original,
    ...also,
  }));

describe('an EXIF date that stands alone in its folder', () => {
  const may = ['2014-05-03 10:00:00', '2014-05-03 11:00:00', '2014-05-03 12:00:00'];

  test('loses where the path says otherwise too: file time and path win', () => {
    const folder = [
      ...shoot('2014-05-03 Paris', may, { mtime: '2014-05-03 13:00:00' }),
      ...shoot('2014-05-03 Paris', ['2009-02-11 04:00:00'], { mtime: '2014-05-03 12:30:00' }),
    ];
    expect(resolve(folder)[3]).toBe('2014-05-03, 0.33');
    expect(reasonsOf(folder, 3)).toEqual([
      'DateTimeOriginal says 2009-02-11 04:00:00; downgraded: 5 years off the middle of its folder (2014-05-03), and the path says otherwise',
      'CreateDate says 2009-02-11 04:00:00; downgraded: 5 years off the middle of its folder (2014-05-03), and the path says otherwise',
      'the folder “2014-05-03 Paris” says 2014-05-03',
      'the file’s modification time says 2014-05-03 12:30:00; taken as the time',
    ]);
  });

  const alone = '2009-02-11 04:00:00';
  const stays: readonly (readonly [string, readonly WitnessText[]])[] = [
    [
      'the path agrees with it',
      shoot('2009 and 2014', [...may, alone]).map((text) => ({ ...text, path: `2009-02-11/${text.path}` })),
    ],
    ['there is no path token', shoot('Paris', [...may, alone])],
    [
      'satellites agree with it',
      shoot('2014-05-03', [...may, alone]).map((text) => ({ ...text, gps: text.original ?? '' })),
    ],
    ['it is alone in the folder, and so is the median', shoot('2014-05-03', [alone, alone, alone, alone])],
  ];
  test.each(stays)('stays where %s', (_what, folder) => {
    expect(resolve(folder)[3]).toContain('2009-02-11 04:00:00');
  });

  test('with two photos the middle of both is the median, and the path says which is off', () => {
    const folder = shoot('2014-05-03', ['2014-05-03 10:00:00', alone]);
    expect(resolve(folder)).toEqual(['2014-05-03 10:00:00, 1.00', '2014-05-03, 0.20']);
  });

  test('a clock that lost the time and ran on for days loses to the folder too', () => {
    const first = shoot('2008 Rio', ['2000-01-01 00:03:00', '2000-01-01 09:00:00', '2000-01-01 21:00:00']);
    const second = shoot('2008 Rio', ['2000-01-02 08:00:00', '2000-01-02 09:00:00']);
    expect(resolve([...first, ...second])).toEqual(Array(5).fill('2008, 0.20'));
  });

  test.each([
    ['2014-06-02 11:00:00', '2014-06-02 11:00:00, 0.80'],
    ['2014-06-02 11:00:01', '2014-05-03, 0.20'],
  ])('30 days is the limit: %s becomes %s', (original, expected) => {
    const middle = ['2014-05-03 11:00:00', '2014-05-03 11:00:00', '2014-05-03 11:00:00', original];
    expect(resolve(shoot('2014-05-03', middle))[3]).toBe(expected);
  });
});

/** IMG_0001.JPG, IMG_0002.JPG… in one folder without a date; one photo a minute. */
const numbered = (count: number, change: (i: number) => Partial<WitnessText> = () => ({})): WitnessText[] =>
  Array.from({ length: count }, (_, i) => {
    const original = new Date(Date.UTC(2014, 4, 3, 10, i)).toISOString().slice(0, 19).replace('T', ' ');
    return { path: `Paris/IMG_${String(i + 1).padStart(4, '0')}.JPG`, original, ...change(i) };
  });

describe('the order of file names', () => {
  test('supports dates that ascend with it', () => {
    const folder = numbered(12);
    expect(resolve(folder)).toEqual(folder.map((text) => `${text.original}, 1.00`));
    expect(reasonsOf(folder, 5)).toEqual([
      'DateTimeOriginal says 2014-05-03 10:05:00; taken as the time; the hour rests on this camera’s clock alone',
      '11 of 11 neighbours by file name are in time order with it',
    ]);
  });

  test('says nothing with fewer than four neighbours', () => {
    expect(reasonsOf(numbered(4), 1)).toHaveLength(1);
    expect(reasonsOf(numbered(5), 1)).toHaveLength(2);
  });

  test('lowers the trust of a date among later and earlier ones', () => {
    const folder = numbered(20, (i) => (i === 10 ? { original: '2013-01-05 10:00:00' } : {}));
    expect(resolve(folder)[10]).toBe('2013-01-05 10:00:00, 0.75');
    expect(reasonsOf(folder, 10)?.[1]).toBe('only 9 of 19 neighbours by file name are in time order with it');
    expect(resolve(folder)[9]).toBe(`${folder[9]?.original}, 1.00`);
  });

  test('decides between two weak dates, each with nothing else behind it', () => {
    const folder = numbered(20, (i) =>
      i === 10 ? { path: '2012 Paris/IMG_0011.JPG', mtime: '2014-05-03 10:10:00' } : {},
    ).map((text, i) => {
      if (i !== 10) return text;
      const { original: _missing, ...rest } = text;
      return rest;
    });
    expect(resolve(folder)[10]).toBe('2014-05-03 10:10, 0.50');
  });

  test.each([
    ['goes on from 9999 to 0001', [9995, 9996, 9997, 9998, 9999, 1, 2, 3, 4, 5]],
    [
      'does not go on where the small numbers are the earlier ones',
      [1, 2, 3, 4, 5, 9995, 9996, 9997, 9998, 9999],
    ],
  ])('%s', (_what, numbers) => {
    const folder = numbered(10, (i) => ({ path: `Paris/IMG_${String(numbers[i]).padStart(4, '0')}.JPG` }));
    expect(folder.map((_, i) => reasonsOf(folder, i)?.[1])).toEqual(
      folder.map(() => '9 of 9 neighbours by file name are in time order with it'),
    );
  });

  test('keeps two cameras with the same prefix apart', () => {
    const canon = numbered(8, () => ({ camera: 'Canon 1' }));
    const other = numbered(8, (i) => ({
      camera: 'Canon 2',
      path: `Paris/IMG_${String(i + 1).padStart(4, '0')}.CR2`,
    }));
    const later = other.map((text) => ({
      ...text,
      original: (text.original ?? '').replace('05-03', '05-04'),
    }));
    const both = [...canon, ...later];
    expect(both.map((_, i) => reasonsOf(both, i)?.[1])).toEqual(
      both.map(() => '7 of 7 neighbours by file name are in time order with it'),
    );
  });

  test('says nothing where names and times have nothing to do with each other', () => {
    const shuffled = [7, 2, 11, 4, 9, 0, 5, 10, 1, 8, 3, 6];
    const folder = numbered(12, (i) => ({ path: `Paris/IMG_${String(shuffled[i]).padStart(4, '0')}.JPG` }));
    expect(folder.map((_, i) => reasonsOf(folder, i)?.length)).toEqual(folder.map(() => 1));
  });
});

describe('a folder', () => {
  test('without photos gives nothing', () => {
    expect(resolveFolder([], DATE_OPTIONS)).toEqual([]);
  });

  test('with all times equal is in order', () => {
    const folder = numbered(12, () => ({ original: NOON }));
    expect(resolve(folder)).toEqual(folder.map(() => `${NOON}, 1.00`));
  });

  test('gives the same times whatever the order of its photos', () => {
    const folder = [
      ...numbered(15, (i) => (i % 5 === 3 ? { original: '2013-01-05 10:00:00', mtime: NOON } : {})),
      ...shoot('2014-05-03', [NOON, '2009-01-05 10:00:00']),
      { path: '2012 Paris/a.jpg', mtime: '2020-07-14 21:00:00' },
    ].map(witness);
    const reversed = folder.toReversed();
    expect(resolveFolder(reversed, DATE_OPTIONS).toReversed()).toEqual(resolveFolder(folder, DATE_OPTIONS));
    expect(resolveFolder(folder, DATE_OPTIONS)).toEqual(resolveFolder(folder, DATE_OPTIONS));
  });
});

describe('what confirms the hour', () => {
  const text = { path: '2014-05-03/a.jpg', original: NOON, create: NOON, mtime: NOON };

  test('lifts the limit of one clock, and is said', () => {
    expect(resolve([text])).toEqual([`${NOON}, 1.00`]);
    expect(resolve([text], DATE_OPTIONS, false)).toEqual([`${NOON}, 0.79`]);
  });

  test('decides between EXIF and a file time that disagrees hard', () => {
    expect(resolve([{ path: 'a.jpg', original: NOON, mtime: '2016-01-01 10:00:00' }])).toEqual([
      `${NOON}, 0.75`,
    ]);
  });
});

describe('options', () => {
  test('file times are read in the zone that is given', () => {
    const options = { ...DATE_OPTIONS, fileZoneOffsetMinutes: () => -180 };
    const [time] = resolveFolder([witness({ path: 'a.jpg', mtime: NOON })], options);
    expect(time).toMatchObject({ wallMillis: Date.UTC(2014, 4, 3, 9), offsetMinutes: -180 });
  });

  test('a weight of 0 silences a signal', () => {
    const options = { ...DATE_OPTIONS, weights: { ...DATE_OPTIONS.weights, exif_original: 0 } };
    expect(resolve([{ path: 'a.jpg', original: '2001-05-05 10:00:00', mtime: NOON }], options)).toEqual([
      '2014-05-03, 1.00',
    ]);
  });

  test('all weights 0 leave the time unknown', () => {
    const weights = { exif_original: 0, exif_create: 0, fs_time: 0, path_tokens: 0, sequence_consistency: 0 };
    expect(resolve(numbered(6), { ...DATE_OPTIONS, weights })).toEqual(Array(6).fill('unknown, 0.00'));
  });
});

describe('the zone', () => {
  const table: readonly (readonly [string, Omit<WitnessText, 'path'>, number | null])[] = [
    ['is what the file says', { original: '2014-05-03 12:00:00+02:00' }, 120],
    ['is what the file says, west of Greenwich', { original: '2014-05-03 12:00:00-03:30' }, -210],
    ['follows from the satellites', { original: NOON, gps: '2014-05-03 09:58:40' }, 120],
    [
      'follows from the satellites, in quarters of an hour',
      { original: NOON, gps: '2014-05-03 06:15:10' },
      345,
    ],
    ['is not known without either', { original: NOON }, null],
    ['is not known where the fix is of another moment', { original: NOON, gps: '2014-05-03 09:52:00' }, null],
    ['is not known where the fix is of another day', { original: NOON, gps: '2014-05-01 12:00:00' }, null],
  ];
  test.each(table)('%s', (_what, text, expected) => {
    const [time] = resolveFolder([witness({ path: 'a.jpg', ...text })], DATE_OPTIONS);
    expect(time?.offsetMinutes).toBe(expected);
  });
});

describe('broken times are values, not exceptions', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e300])('%s is no witness', (wallMillis) => {
    const broken = { wallMillis, offsetMinutes: null };
    const files = [{ relativePath: 'a.jpg', mtimeMillis: wallMillis, birthMillis: null }];
    const odd = { ...witness({ path: 'a.jpg' }), dateTimeOriginal: broken, createDate: broken, files };
    const [time] = resolveFolder([odd], DATE_OPTIONS);
    expect(time).toMatchObject({ wallMillis: null, trustScore: 0, uncertain: false });
    expect(time?.signalsUsed.map((signal) => signal.weight)).toEqual([0, 0]);
  });
});
