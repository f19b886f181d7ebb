import { describe, expect, test } from 'vitest';
import { NOTHING_KNOWN, votesOf } from './date-votes.ts';
import { DATE_OPTIONS, type WitnessText, witness } from './date-witness.fixture.ts';
import { type StatedTime, trustLimit } from './trust-limit.ts';
import { DAY_MILLIS } from './wall-time.ts';

const NOON = '2014-05-03 12:00:00';
const INSTANT = { startMillis: Date.UTC(2014, 4, 3, 12), endMillis: Date.UTC(2014, 4, 3, 12) };
const DAY = { startMillis: Date.UTC(2014, 4, 3), endMillis: Date.UTC(2014, 4, 4) - 1 };

const shifted = (confidence: number, shiftMillis = 400 * DAY_MILLIS, photos = 1000) => ({
  run: 'r1',
  standing: 'shifted' as const,
  shiftMillis,
  uncertaintyMillis: 0,
  confidence,
  photos,
  reasons: [],
});

function limit(text: WitnessText, changes: Partial<StatedTime> = {}) {
  const votes = votesOf(witness(text), DATE_OPTIONS, NOTHING_KNOWN);
  return trustLimit({
    votes,
    chosen: votes[0] ?? null,
    interval: INSTANT,
    uncertain: false,
    correction: null,
    confirmedBy: null,
    outlierMillis: 30 * DAY_MILLIS,
    ...changes,
  });
}

describe('a time is trusted', () => {
  test('below 0.8 where its hour rests on one clock, whatever else repeats that clock', () => {
    const text = { path: '2014-05-03/a.jpg', original: NOON, create: NOON, mtime: NOON };
    expect(limit(text)).toEqual({ most: 0.79, says: 'the hour rests on this camera’s clock alone' });
  });

  test('without a limit where something else confirms the hour', () => {
    const confirmed = limit(
      { path: 'a.jpg', original: NOON },
      { confirmedBy: 'satellites confirm the hour' },
    );
    expect(confirmed).toEqual({ most: 1, says: 'the hour is confirmed: satellites confirm the hour' });
  });

  test('without a limit where no hour is claimed', () => {
    expect(limit({ path: '2014-05-03/a.jpg' }, { interval: DAY }).most).toBe(1);
  });

  test('below one half where it is uncertain', () => {
    expect(limit({ path: 'a.jpg', original: NOON }, { uncertain: true }).most).toBe(0.49);
  });

  test('below one half where the path contradicts a clock that nothing confirms', () => {
    expect(limit({ path: '2016-05-03/a.jpg', original: NOON }).most).toBe(0.49);
    expect(limit({ path: '2014-05-20/a.jpg', original: NOON }).most).toBe(0.79);
  });

  test('below one half where only the day is known on which a file was written', () => {
    expect(limit({ path: 'a.jpg', mtime: NOON }).most).toBe(0.49);
  });

  test('as far as it is sure that a clock was wrong, but for the day that a folder names', () => {
    const text = { path: 'a.jpg', original: NOON };
    expect(limit(text, { correction: shifted(0.6) }).most).toBeCloseTo(0.17, 2);
    expect(limit(text, { correction: shifted(0.9) }).most).toBeCloseTo(0.57, 2);
    const inFolder = { path: '2014-05-03/a.jpg', original: NOON };
    expect(limit(inFolder, { correction: shifted(0.6) }).most).toBe(0.79);
    expect(limit(inFolder, { correction: shifted(0.6), interval: DAY }).most).toBe(1);
  });

  test('the less, the fewer photos speak for a shift together', () => {
    const text = { path: 'a.jpg', original: NOON };
    const most = (photos: number) => limit(text, { correction: shifted(0.9, 400 * DAY_MILLIS, photos) }).most;
    expect(most(1)).toBeCloseTo(0.07, 2);
    expect(most(3)).toBeCloseTo(0.24, 2);
    expect(most(30)).toBeCloseTo(0.52, 2);
  });

  test('no farther in the folder of a day where a clock was off by hours', () => {
    const inFolder = { path: '2014-05-03/a.jpg', original: NOON };
    expect(limit(inFolder, { correction: shifted(0.6, DAY_MILLIS / 2) }).most).toBeCloseTo(0.17, 2);
  });
});
