import { describe, expect, it } from 'vitest';
import { findEvidence } from '../bench/date-library/evidence.ts';
import { isPinned } from '../bench/date-library/pinning.ts';
import { truthOfRun } from '../bench/date-library/recoverable.ts';
import type { Body, Fault, Folder, Run, Shoot, Shot } from '../bench/date-library/world.ts';
import { HOUR_MILLIS, MINUTE_MILLIS, periodOf } from '../src/algorithms/wall-time.ts';
import type { DatePrecision } from '../src/domain/capture-time.ts';

const DAY = Date.UTC(2014, 4, 3);
const YEAR = 365 * 24 * HOUR_MILLIS;
const AT_HOME: Shoot = {
  startMillis: DAY,
  durationMillis: 6 * HOUR_MILLIS,
  offsetMinutes: 120,
  place: 'Paris',
  journey: null,
};
const AWAY: Shoot = {
  ...AT_HOME,
  offsetMinutes: -180,
  journey: { place: 'Rio', offsetMinutes: -180, startMillis: DAY },
};

/** Hours of the day: a pattern of scenes that fits itself at one place only. */
const SCENES = [10, 10.1, 10.9, 11, 12.3, 12.4, 13.9, 14];

interface Part {
  readonly fault: Fault;
  readonly errorHours: number;
  readonly hours: readonly number[];
}

interface Text {
  readonly parts: readonly Part[];
  readonly body?: 'camera' | 'second' | 'phone';
  readonly shoot?: Shoot;
  readonly named?: DatePrecision;
  readonly gps?: boolean;
  readonly isNumbered?: boolean;
  readonly stripped?: readonly number[];
}

const BODY: Body = {
  make: 'Canon',
  model: 'EOS',
  serial: '1',
  kind: 'camera',
  fromMillis: 0,
  toMillis: Number.POSITIVE_INFINITY,
  epochMillis: Date.UTC(2000, 0, 1),
  gpsShare: 0,
  saysShutterCount: false,
  saysFileNumber: false,
  folderName: '100CANON',
  nameOf: () => '',
};
const BODIES = { camera: BODY, second: { ...BODY }, phone: { ...BODY, kind: 'phone' as const } };

function runOf(text: Text, index: number): Run {
  const { named, gps = false, shoot = AT_HOME, isNumbered = true, stripped = [] } = text;
  const period = named === undefined ? null : { ...periodOf(DAY, named), precision: named };
  const folder: Folder = { path: 'a/', event: 'a/', named: period };
  const run: Run = {
    index,
    body: BODIES[text.body ?? 'camera'],
    shoot,
    shots: [],
    pieces: [],
    hasSerial: true,
  };
  for (const { fault, errorHours, hours } of text.parts) {
    const errorMillis = errorHours * HOUR_MILLIS;
    const piece = { fault, errorMillis, standsAtMillis: null, stretch: index, shots: [] as Shot[] };
    for (const hour of hours) {
      const truthMillis = DAY + hour * HOUR_MILLIS;
      const utcMillis = truthMillis - shoot.offsetMinutes * MINUTE_MILLIS;
      piece.shots.push({
        truthMillis,
        utcMillis,
        run,
        counter: run.shots.length + piece.shots.length,
        piece,
        readingMillis: truthMillis + errorMillis,
        gpsMillis: gps ? utcMillis : null,
        folder,
        name: '',
        kept: stripped.includes(hour) ? 'nothing' : 'all',
        isNumbered,
        mtimeMillis: truthMillis + 3 * YEAR,
        birthMillis: truthMillis + 3 * YEAR,
        editMillis: null,
      });
    }
    run.pieces.push(piece);
    run.shots.push(...piece.shots);
  }
  return run;
}

/** What can be known of the photo of that hour of the first run, when the others are there too. */
function knownOf(first: Text, others: readonly Text[], hour: number) {
  const runs = [first, ...others].map(runOf);
  const truths = truthOfRun(runs[0]!, findEvidence(runs), 0);
  const truth = truths.find((one) => one.wallMillis === DAY + hour * HOUR_MILLIS)!;
  return truth.isUnseen ? `${truth.recoverable}, unseen` : truth.recoverable;
}

const one = (fault: Fault, errorHours: number, hours: readonly number[] = SCENES): readonly Part[] => [
  { fault, errorHours, hours },
];
const right: Text = { parts: one('right clock', 0) };
const phone: Text = { ...right, body: 'phone' };
const second: Text = { ...right, body: 'second' };
const resetAt = (hours: readonly number[]): readonly Part[] => [
  { fault: 'right clock', errorHours: 0, hours: [10, 10.1] },
  { fault: 'reset', errorHours: -14 * 365 * 24, hours },
];

describe('What the evidence allows', () => {
  const table: { what: string; run: Text; others?: Text[]; hour?: number; known: string }[] = [
    { what: 'a right clock', run: right, known: 'hour' },
    { what: 'a clock 20 minutes off', run: { parts: one('minutes off', 1 / 3) }, known: 'hour' },
    { what: 'twelve hours off, alone', run: { parts: one('twelve hours', 12) }, known: 'day, unseen' },
    {
      what: 'twelve hours off, on another day than the folder names: another zone would be so too',
      run: { parts: one('twelve hours', 12, [13, 13.1, 14]), named: 'day' },
      hour: 13,
      known: 'day',
    },
    {
      what: 'twelve hours off, still on the folder’s day',
      run: { parts: one('twelve hours', 12, [1, 2, 3]), named: 'day' },
      hour: 2,
      known: 'day, unseen',
    },
    {
      what: 'home’s zone on a journey, alone',
      run: { parts: one('wrong zone', 5), shoot: AWAY },
      known: 'day, unseen',
    },
    {
      what: 'home’s zone on a journey, a phone at every scene',
      run: { parts: one('wrong zone', 5), shoot: AWAY },
      others: [{ ...phone, shoot: AWAY }],
      known: 'hour',
    },
    {
      what: 'home’s zone on a journey, a phone at one scene',
      run: { parts: one('wrong zone', 5), shoot: AWAY },
      others: [{ parts: one('right clock', 0, [12.3]), body: 'phone', shoot: AWAY }],
      known: 'day',
    },
    {
      what: 'home’s zone against one other camera: nobody knows whose clock is right',
      run: { parts: one('wrong zone', 5) },
      others: [second],
      known: 'day',
    },
    {
      what: 'home’s zone on a journey, with satellites: a zone like any other',
      run: { parts: one('wrong zone', 5), shoot: AWAY, gps: true },
      known: 'day, unseen',
    },
    { what: 'a year off, alone', run: { parts: one('wrong year', -365 * 24) }, known: 'none, unseen' },
    {
      what: 'a year off in a folder of the year',
      run: { parts: one('wrong year', -365 * 24), named: 'year' },
      known: 'hour',
    },
    {
      what: 'day and month swapped in a folder of the year',
      run: { parts: one('day and month swapped', -59 * 24), named: 'year' },
      known: 'year, unseen',
    },
    {
      what: 'day and month swapped in a folder of the month',
      run: { parts: one('day and month swapped', -59 * 24), named: 'month' },
      known: 'hour',
    },
    {
      what: 'a reset in a folder of the month',
      run: { parts: one('reset', -14 * 365 * 24), named: 'month' },
      known: 'month',
    },
    {
      what: 'a reset beside one other camera',
      run: { parts: one('reset', -14 * 365 * 24) },
      others: [second],
      known: 'hour',
    },
    {
      what: 'a reset at home with satellites',
      run: { parts: one('reset', -14 * 365 * 24), gps: true },
      known: 'hour',
    },
    {
      what: 'a reset on a journey with satellites and nobody to tell the zone',
      run: { parts: one('reset', -14 * 365 * 24), gps: true, shoot: AWAY, named: 'day' },
      known: 'day',
    },
    {
      what: 'a reset half an hour after a right photo: numbers say no pause',
      run: { parts: resetAt([10.6, 13]), named: 'day' },
      hour: 13,
      known: 'day',
    },
    {
      what: 'a reset half an hour after a right photo and half an hour before another',
      run: {
        parts: [...resetAt([10.6, 13]), { fault: 'right clock', errorHours: 0, hours: [13.5] }],
        named: 'day',
      },
      hour: 13,
      known: 'hour',
    },
    {
      what: 'a reset between right photos with three hours of pauses',
      run: {
        parts: [...resetAt([11.6, 13]), { fault: 'right clock', errorHours: 0, hours: [14.6] }],
        named: 'day',
      },
      hour: 13,
      known: 'day',
    },
    {
      what: 'a year too early until half an hour before a right photo',
      run: {
        parts: [
          ...one('wrong year', -YEAR / HOUR_MILLIS),
          { fault: 'right clock', errorHours: 0, hours: [14.5] },
        ],
      },
      known: 'hour',
    },
    {
      what: 'a reset two hours after a right photo',
      run: { parts: resetAt([12.1, 13]), named: 'day' },
      hour: 13,
      known: 'day',
    },
    {
      what: 'a reset half an hour after a right photo, names shuffled',
      run: { parts: resetAt([10.6, 13]), isNumbered: false, named: 'day' },
      hour: 13,
      known: 'day',
    },
    {
      what: 'no EXIF, between two photos of the scene',
      run: { ...right, stripped: [10.1] },
      hour: 10.1,
      known: 'hour',
    },
    { what: 'no EXIF, the last of the folder', run: { ...right, stripped: [14] }, hour: 14, known: 'day' },
    { what: 'no EXIF in the whole folder', run: { ...right, stripped: SCENES }, known: 'none' },
    {
      what: 'no EXIF, between two photos, names shuffled',
      run: { ...right, stripped: [10.1], isNumbered: false },
      hour: 10.1,
      known: 'day',
    },
    {
      what: 'no EXIF, a phone at the shoot',
      run: { ...right, stripped: SCENES },
      others: [phone],
      known: 'day',
    },
  ];
  for (const { what, run, others = [], hour = 12.3, known } of table) {
    it(`of ${what}: ${known}`, () => {
      expect(knownOf(run, others, hour)).toBe(known);
    });
  }
});

describe('Photos with a right clock', () => {
  const at = (hours: readonly number[]) => hours.map((hour) => DAY + hour * HOUR_MILLIS);
  const evenly = Array.from({ length: 40 }, (_, i) => 9 + i / 5);

  it('pin those of the same scenes', () => {
    expect(isPinned(at(SCENES), at(SCENES), 'any')).toBe(true);
  });
  it('do not pin a run that fits as well an hour later', () => {
    expect(isPinned(at(SCENES.slice(0, 4)), at(evenly), 'hours')).toBe(false);
  });
  it('do not pin by fewer than four photos', () => {
    expect(isPinned(at(SCENES), at(SCENES.slice(0, 3)), 'any')).toBe(false);
  });
  it('do not pin one burst that lies beside any other', () => {
    const burst = [10, 10.01, 10.02, 10.03];
    expect(isPinned(at(burst), at(burst), 'any')).toBe(false);
  });
  it('do not pin a clock that lost the time where the next day had the same scenes', () => {
    const days = [...SCENES, ...SCENES.map((hour) => hour + 48)];
    expect(isPinned(at(SCENES), at(days), 'any')).toBe(false);
    expect(isPinned(at(SCENES), at(days), 'hours')).toBe(true);
  });
  it('do not pin photos of other scenes', () => {
    expect(isPinned(at([7, 7.1, 8, 8.1]), at(SCENES), 'any')).toBe(false);
  });
  it('pin the year by one photo of the same day', () => {
    expect(isPinned(at(SCENES), at([20]), 'years')).toBe(true);
    expect(isPinned(at(SCENES), at([20 + 48]), 'years')).toBe(false);
  });
});
