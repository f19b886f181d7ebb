import { describe, expect, it } from 'vitest';
import { BASELINES } from '../bench/date-baselines.ts';
import type { PhotoTruth } from '../bench/date-library/world.ts';
import { holdsTruth, reliability, rightFrom, shiftedClocks } from '../bench/date-scores.ts';
import { type WitnessText, witness } from '../src/algorithms/date-witness.fixture.ts';
import { DAY_MILLIS, HOUR_MILLIS } from '../src/algorithms/wall-time.ts';
import type { CaptureTime } from '../src/domain/capture-time.ts';

const NOON = Date.UTC(2014, 4, 3, 12);
const TRUTH: PhotoTruth = {
  wallMillis: NOON,
  fault: 'right clock',
  recoverable: 'hour',
  isUnseen: false,
  clock: 0,
};

function timeOf(wallMillis: number, trustScore = 1, more: Partial<CaptureTime> = {}): CaptureTime {
  return {
    wallMillis,
    interval: { startMillis: wallMillis, endMillis: wallMillis },
    precision: 'second',
    offsetMinutes: null,
    trustScore,
    signalsUsed: [],
    uncertain: false,
    clock: null,
    byHand: false,
    ...more,
  };
}

describe('A stated time', () => {
  const day = { startMillis: NOON - 12 * HOUR_MILLIS, endMillis: NOON + 12 * HOUR_MILLIS - 1 };
  const table: { what: string; time: CaptureTime; holds: boolean }[] = [
    { what: 'the instant', time: timeOf(NOON), holds: true },
    { what: 'an instant an hour off', time: timeOf(NOON + HOUR_MILLIS), holds: true },
    { what: 'an instant a little more off', time: timeOf(NOON + HOUR_MILLIS + 1), holds: false },
    { what: 'the day', time: timeOf(NOON + 9 * HOUR_MILLIS, 1, { interval: day }), holds: true },
    {
      what: 'a day that ended two hours before',
      time: timeOf(NOON, 1, {
        interval: { startMillis: NOON - DAY_MILLIS, endMillis: NOON - 2 * HOUR_MILLIS },
      }),
      holds: false,
    },
    { what: 'nothing', time: { ...timeOf(NOON), wallMillis: null, interval: null }, holds: false },
  ];
  for (const { what, time, holds } of table) {
    it(`that is ${what} ${holds ? 'holds' : 'does not hold'} the truth`, () => {
      expect(holdsTruth(time, NOON)).toBe(holds);
    });
  }
});

describe('Trust', () => {
  it('is counted by tenths, 1 with the last', () => {
    const times = [timeOf(NOON, 0), timeOf(NOON, 0.8), timeOf(0, 0.95), timeOf(NOON, 1)];
    const rows = reliability(times, [TRUTH, TRUTH, TRUTH, TRUTH]);
    expect(rows.map((row) => row.photos)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    expect(rows[9]?.right).toBe(0.5);
    expect(rows[5]?.right).toBeNull();
    expect(rightFrom(rows, 8)).toEqual({ photos: 3, right: 2 / 3 });
  });
});

describe('A moved clock', () => {
  const moved = (wallMillis: number, shiftMillis: number, halfWidth = 0) =>
    timeOf(wallMillis, 0.9, {
      interval: { startMillis: wallMillis - halfWidth, endMillis: wallMillis + halfWidth },
      clock: { run: 'r', shiftMillis, uncertaintyMillis: halfWidth, confidence: 1 },
    });
  const table: { what: string; time: CaptureTime; isWrong: boolean }[] = [
    { what: 'to the truth', time: moved(NOON, DAY_MILLIS), isWrong: false },
    { what: 'nearer to the truth', time: moved(NOON - DAY_MILLIS, 9 * DAY_MILLIS), isWrong: false },
    { what: 'away from the truth', time: moved(NOON + DAY_MILLIS, DAY_MILLIS), isWrong: true },
    {
      what: 'away, within what it states',
      time: moved(NOON + DAY_MILLIS, DAY_MILLIS, DAY_MILLIS),
      isWrong: false,
    },
  ];
  for (const { what, time, isWrong } of table) {
    it(`${what} is ${isWrong ? 'wrong' : 'not wrong'}`, () => {
      expect(shiftedClocks([time], [TRUTH])).toEqual([{ photos: 1, meanTrust: 0.9, isWrong }]);
    });
  }

  it('is not counted where nothing moved', () => {
    expect(shiftedClocks([timeOf(NOON)], [TRUTH])).toEqual([]);
  });
});

describe('Other programs', () => {
  const full: WitnessText = {
    path: '2012-02-01 Rio/IMG-20190703-WA0012.jpg',
    create: '2014-05-03 10:00:00',
    modify: '2015-01-01 00:00:00',
    mtime: '2013-01-01 00:00:00',
    birth: '2012-06-01 00:00:00',
    gps: '2014-05-03 08:00:00',
  };
  const { create: _create, ...noCreate } = full;
  const { modify: _modify, ...noModify } = noCreate;
  const { gps: _gps, ...bare } = noModify;
  const table: { name: string; text: WitnessText; says: string | null }[] = [
    { name: 'EXIF only', text: full, says: '2014-05-03T10:00' },
    { name: 'EXIF only', text: noCreate, says: null },
    { name: 'earliest of EXIF and file', text: full, says: '2012-06-01T00:00' },
    { name: 'Immich', text: full, says: '2014-05-03T10:00' },
    { name: 'Immich', text: noCreate, says: '2014-05-03T08:00' },
    { name: 'Immich', text: bare, says: '2012-06-01T00:00' },
    { name: 'PhotoPrism', text: full, says: '2014-05-03T10:00' },
    { name: 'PhotoPrism', text: noCreate, says: '2015-01-01T00:00' },
    { name: 'PhotoPrism', text: bare, says: '2012-02-01T00:00' },
    { name: 'PhotoPrism', text: { ...bare, path: 'a/IMG-20190703-WA0012.jpg' }, says: '2019-07-03T00:00' },
    {
      name: 'PhotoPrism',
      text: { ...bare, path: 'a/Screenshot_2020-05-06-12-33-44.png' },
      says: '2020-05-06T12:33',
    },
    { name: 'PhotoPrism', text: { ...bare, path: 'a/IMG_0001.JPG' }, says: '2013-01-01T00:00' },
  ];
  for (const { name, text, says } of table) {
    it(`such as ${name} say ${says} of ${Object.keys(text).join(', ')} in ${text.path}`, () => {
      const answer = BASELINES[name]!(witness(text));
      expect(answer === null ? null : new Date(answer).toISOString().slice(0, 16)).toBe(says);
    });
  }
});
