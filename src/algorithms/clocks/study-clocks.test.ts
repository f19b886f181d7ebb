import { describe, expect, test } from 'vitest';
import { DATE_OPTIONS, type WitnessText, witness } from '../date-witness.fixture.ts';
import { HOUR_MILLIS, wallTimeInWords } from '../wall-time.ts';
import { studyClocks } from './study-clocks.ts';

interface Roll {
  readonly folder: string;
  readonly first: number;
  readonly start: string;
  readonly count?: number;
  readonly everySeconds?: number;
  readonly camera?: string;
  readonly serial?: string;
  readonly make?: string;
  readonly prefix?: string;
}

/** Photos of one card, one after the other. */
function roll(text: Roll): WitnessText[] {
  const { folder, first, start, count = 30, everySeconds = 120 } = text;
  return Array.from({ length: count }, (_, i) => {
    const number = String(((first + i - 1) % 9999) + 1).padStart(4, '0');
    const millis = Date.parse(`${start.replace(' ', 'T')}Z`) + i * everySeconds * 1000;
    return {
      path: `${folder}/${text.prefix ?? 'IMG_'}${number}.JPG`,
      original: wallTimeInWords(millis, 'second'),
      make: text.make ?? 'Canon',
      camera: text.camera ?? 'Canon EOS 5D',
      serial: text.serial ?? '0420',
    };
  });
}

const phone = (folder: string, start: string, count = 20, everySeconds = 300) =>
  roll({
    folder,
    first: 100,
    start,
    count,
    everySeconds,
    make: 'Apple',
    camera: 'iPhone 6',
    serial: 'P',
  }).map((text) => ({
    ...text,
    path: `${String(text.path).replace('IMG_', 'APL_')}`,
    original: `${text.original}+02:00`,
  }));

function study(texts: readonly WitnessText[]) {
  const { runs } = studyClocks(texts.map(witness), DATE_OPTIONS.saneRange);
  return runs.map((run) => ({
    folders: run.folders.map((folder) => folder.replace(/\/$/, '')),
    count: run.keys.length,
    standing: run.verdict.standing,
    // To the minute: what is left is rounding of leap seconds that nobody has.
    start: wallTimeInWords(run.clockStartMillis + run.verdict.offsetMillis, 'second').slice(0, 16),
    uncertainHours: Math.round(run.verdict.uncertaintyMillis / HOUR_MILLIS),
  }));
}

describe('clock forensics', () => {
  test('a right clock is left alone, whatever the folders are called', () => {
    expect(
      study([
        ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2014-05-03 10:00:00' }),
        ...roll({ folder: 'Theatre', first: 140, start: '2014-05-09 20:00:00' }),
        ...roll({ folder: '2014 Natal', first: 200, start: '2015-01-02 11:00:00' }),
        ...roll({ folder: 'New year', first: 240, start: '2015-01-31 11:00:00' }),
      ]),
    ).toEqual([]);
  });

  test('a year that was set wrong is put right to the second by the day in the folder', () => {
    expect(
      study([
        ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2013-05-03 10:00:00' }),
        ...roll({ folder: '2014-05-09 Rome', first: 140, start: '2013-05-09 12:00:00' }),
      ]),
    ).toEqual([
      {
        folders: ['2014-05-03 Paris', '2014-05-09 Rome'],
        count: 60,
        standing: 'shifted',
        start: '2014-05-03 10:00',
        uncertainHours: 0,
      },
    ]);
  });

  test('a clock that was reset in the middle of a shoot goes on where it stopped', () => {
    const [run] = study([
      ...roll({ folder: 'Dance', first: 100, start: '2014-05-03 10:00:00' }),
      ...roll({ folder: 'Dance', first: 130, start: '2000-01-01 00:01:00' }),
    ]);
    // The best guess is that it went on at once; what is stated leaves room for a night between.
    expect(run).toMatchObject({ count: 30, standing: 'shifted', uncertainHours: 24 });
    expect(run?.start).toMatch(/^2014-05-03 11:0/);
  });

  test('a reset clock in the folder of a day keeps its rhythm and is uncertain by hours', () => {
    const [run] = study(roll({ folder: '2008-07-05 Rio', first: 100, start: '2000-01-01 00:03:00' }));
    expect(run).toMatchObject({ count: 30, standing: 'shifted' });
    expect(run?.start.slice(0, 10)).toBe('2008-07-05');
    expect(run?.uncertainHours).toBeGreaterThan(9);
  });

  test('a reset clock with nothing to hold on to is doubtful and not shifted', () => {
    expect(study(roll({ folder: 'Unsorted', first: 100, start: '2000-01-01 00:03:00' }))).toMatchObject([
      { standing: 'doubtful' },
    ]);
  });

  test('a telephone at the same event tells that the camera stood on the time of home', () => {
    const home = phone('2014-03-01 Home', '2014-03-01 10:00:00', 60).map((text) => ({
      ...text,
      original: `${text.original?.slice(0, 19)}-03:00`,
    }));
    expect(
      study([
        ...home,
        ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2014-05-03 05:00:00', count: 90 }),
        ...phone('2014-05-03 Paris', '2014-05-03 10:05:00', 30, 350),
      ]),
    ).toEqual([
      {
        folders: ['2014-05-03 Paris'],
        count: 90,
        standing: 'shifted',
        start: '2014-05-03 10:00',
        uncertainHours: 0,
      },
    ]);
  });

  test('a telephone used at lunch does not move the camera of the evening', () => {
    expect(
      study([
        ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2014-05-03 19:00:00', count: 60 }),
        ...phone('2014-05-03 Paris', '2014-05-03 12:05:00', 5, 60),
      ]).filter(({ standing }) => standing === 'shifted'),
    ).toEqual([]);
  });

  test('the result does not depend on the order of the photos', () => {
    const texts = [
      ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2013-05-03 10:00:00' }),
      ...roll({ folder: '2008-07-05 Rio', first: 9980, start: '2000-01-01 00:03:00' }),
      ...roll({ folder: 'Dance', first: 100, start: '2014-05-03 10:00:00', serial: '2' }),
      ...roll({ folder: 'Dance', first: 130, start: '2000-01-01 00:01:00', serial: '2' }),
    ];
    expect(study(texts.toReversed())).toEqual(study(texts));
  });

  test('a folder of old pictures chosen years later is no wrong clock', () => {
    expect(
      study([
        ...roll({ folder: '2011-03-02 Lisbon', first: 100, start: '2011-03-02 10:00:00' }),
        ...roll({ folder: '2012-08-15 Berlin', first: 900, start: '2012-08-15 10:00:00' }),
        ...roll({ folder: '2016-01-10 Exhibition', first: 130, start: '2011-03-02 11:10:00', count: 4 }),
        ...roll({ folder: '2016-01-10 Exhibition', first: 930, start: '2012-08-15 11:10:00', count: 4 }),
      ]).filter(({ standing }) => standing === 'shifted'),
    ).toEqual([]);
  });

  test('a reset clock is put right to the scene by another camera, though it makes that one suspect', () => {
    const scenes = [0, 17, 71, 88, 151, 236, 262, 335];
    const takes = (text: Omit<Roll, 'start'>, start: string) =>
      scenes.flatMap((minute, i) =>
        roll({
          ...text,
          first: text.first + i * 4,
          count: 4,
          everySeconds: 20,
          start: wallTimeInWords(Date.parse(`${start.replace(' ', 'T')}Z`) + minute * 60_000, 'second'),
        }),
      );
    const folder = '2014-05-03 Paris';
    const [run, ...others] = study([
      ...takes({ folder, first: 100 }, '2000-01-01 03:12:00'),
      ...takes(
        { folder, first: 5000, camera: 'NIKON D750', make: 'NIKON', serial: '7', prefix: 'DSC_' },
        '2014-05-03 10:00:00',
      ),
    ]);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ count: 32, standing: 'shifted', uncertainHours: 0 });
    expect(run?.start).toMatch(/^2014-05-03 (09:5|10:0)/);
  });

  test('a folder that an import program named after the clock does not speak for the clock', () => {
    expect(
      study([
        ...roll({ folder: '2014-05-03 Paris', first: 100, start: '2013-05-03 10:00:00' }),
        ...roll({ folder: 'Imported/2013/2013-05-09', first: 140, start: '2013-05-09 12:00:00' }),
        ...roll({ folder: '2014-05-12 Rome', first: 180, start: '2013-05-12 12:00:00' }),
      ]),
    ).toMatchObject([{ count: 90, standing: 'shifted', start: '2014-05-03 10:00', uncertainHours: 0 }]);
  });

  test('a year set wrong is put right by the month of the folder alone, and another month by nothing', () => {
    const folder = '2007-06 Sydney';
    const [run] = study(roll({ folder, first: 100, start: '2010-06-07 21:22:00' }));
    expect(run).toMatchObject({ standing: 'shifted', start: '2007-06-07 21:22', uncertainHours: 0 });
    const other = study(roll({ folder, first: 100, start: '2010-08-07 21:22:00' }));
    expect(other.filter(({ standing }) => standing === 'shifted')).toEqual([]);
  });
});
