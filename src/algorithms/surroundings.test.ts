import { describe, expect, it } from 'vitest';
import { positionsAround, type SurroundedPhoto } from './surroundings.ts';

const LOUVRE = { latitude: 48.8606, longitude: 2.3376 };
const MONTMARTRE = { latitude: 48.8867, longitude: 2.3431 };
const LONDON = { latitude: 51.5074, longitude: -0.1278 };

const at = (time: string): number => Date.parse(`${time}Z`);

interface Taken {
  readonly time: string;
  readonly position?: typeof LOUVRE;
  readonly camera?: string;
  readonly window?: string;
}

const around = (rows: readonly Taken[]) =>
  positionsAround({
    wallMillis: rows.map(({ time }) => at(time)),
    latitude: rows.map(({ position = LOUVRE }) => position.latitude),
    longitude: rows.map(({ position = LOUVRE }) => position.longitude),
    camera: rows.map(({ camera = 'phone' }) => camera),
    window: rows.map(({ window = 'w1' }) => window),
  });

const photo = (time: string | null, changes: Partial<SurroundedPhoto> = {}): SurroundedPhoto => ({
  wallMillis: time === null ? null : at(time),
  camera: 'phone',
  window: 'w1',
  ...changes,
});

const MORNING: Taken = { time: '2014-05-03T10:00' };
const NOON: Taken = { time: '2014-05-03T12:00', position: MONTMARTRE };

describe('what is known around a photo', () => {
  it.each<{
    when: string;
    taken: Taken[];
    of: SurroundedPhoto;
    before?: string;
    after?: string;
    sameDay: number;
  }>([
    { when: 'nothing has a position', taken: [], of: photo('2014-05-03T11:00'), sameDay: 0 },
    {
      when: 'it lies between two',
      taken: [NOON, MORNING, { time: '2014-05-03T13:00' }],
      of: photo('2014-05-03T11:00'),
      before: '2014-05-03T10:00',
      after: '2014-05-03T12:00',
      sameDay: 2,
    },
    {
      when: 'it lies after the last',
      taken: [MORNING, NOON],
      of: photo('2014-05-03T14:00'),
      before: '2014-05-03T12:00',
      sameDay: 2,
    },
    { when: 'it has no time', taken: [MORNING, NOON], of: photo(null), sameDay: 0 },
    {
      when: 'they are of another camera',
      taken: [MORNING, NOON],
      of: photo('2014-05-03T11:00', { camera: 'Pentax' }),
      sameDay: 2,
    },
    {
      when: 'its own camera is not known',
      taken: [MORNING, NOON],
      of: photo('2014-05-03T11:00', { camera: null }),
      sameDay: 2,
    },
    {
      when: 'they are of another window',
      taken: [MORNING, { ...NOON, window: 'w2' }],
      of: photo('2014-05-03T11:00'),
      before: '2014-05-03T10:00',
      sameDay: 2,
    },
    {
      when: 'they are of another day',
      taken: [{ time: '2014-05-02T23:50' }, { time: '2014-05-04T00:10' }],
      of: photo('2014-05-03T11:00'),
      before: '2014-05-02T23:50',
      after: '2014-05-04T00:10',
      sameDay: 0,
    },
    {
      when: 'a receiver without a fix wrote zeros',
      taken: [{ ...MORNING, position: { latitude: 0, longitude: 0 } }],
      of: photo('2014-05-03T11:00'),
      sameDay: 0,
    },
    {
      when: 'a hundred were taken at one place',
      taken: Array.from({ length: 100 }, () => MORNING),
      of: photo('2014-05-03T09:00'),
      after: '2014-05-03T10:00',
      sameDay: 1,
    },
  ])('$when', ({ taken, of, before, after, sameDay }) => {
    const found = around(taken).of(of);
    expect(found.before?.wallMillis ?? null).toBe(before === undefined ? null : at(before));
    expect(found.after?.wallMillis ?? null).toBe(after === undefined ? null : at(after));
    expect(found.sameDay).toHaveLength(sameDay);
  });
});

describe('the digest of what is known around', () => {
  const digest = (taken: Taken[], day = '2014-05-03') =>
    around(taken).digest(at(`${day}T09:00`), at(`${day}T18:00`));

  it('is empty where nothing is known, or no time', () => {
    expect(digest([])).toBe('');
    expect(around([MORNING]).digest(null, null)).toBe('');
    expect(digest([MORNING], '2020-01-01')).toBe('');
  });

  it('changes with a position, a time, a camera, a window; also of the day before and after', () => {
    const digests = [
      [MORNING],
      [MORNING, NOON],
      [{ ...MORNING, position: LONDON }],
      [{ ...MORNING, time: '2014-05-03T10:01' }],
      [{ ...MORNING, camera: 'Pentax' }],
      [{ ...MORNING, window: 'w2' }],
      [{ ...MORNING, time: '2014-05-02T10:00' }],
      [{ ...MORNING, time: '2014-05-04T10:00' }],
    ].map((taken) => digest(taken));
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('is the same in whatever order the rows come', () => {
    expect(digest([NOON, MORNING])).toBe(digest([MORNING, NOON]));
  });
});
