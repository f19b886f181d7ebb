import { describe, expect, it } from 'vitest';
import { parseClockShift } from '../../algorithms/clock-shift.ts';
import { parseSaidTime } from '../../algorithms/said-time.ts';
import { HOUR_MILLIS, wallTimeInWords } from '../../algorithms/wall-time.ts';
import type { CaptureTime, DateDecision } from '../../domain/capture-time.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import type { PhotoDate } from './photo-dates.ts';
import { type DateDeed, planDecisions } from './plan-decisions.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const MINUTE = 60_000;
const START = utc('2000-01-01T00:05');
const OFFSET = utc('2008-07-05T14:00') - START;

const TIME: CaptureTime = {
  wallMillis: null,
  interval: null,
  precision: 'second',
  offsetMinutes: null,
  trustScore: 0.5,
  signalsUsed: [],
  uncertain: false,
  clock: null,
  byHand: false,
};

function photo(sha1: string, clockMillis: number | null, changes: Partial<PhotoDate> = {}): PhotoDate {
  return {
    sha1,
    path: `/photos/Rio/${sha1}.jpg`,
    folder: '/photos/Rio',
    camera: 'Canon EOS 5D',
    body: 'one',
    clockMillis,
    time: TIME,
    decision: null,
    ...changes,
  };
}

function run(standing: ClockRun['verdict']['standing'], offsetMillis: number): ClockRun {
  const verdict = { standing, offsetMillis, uncertaintyMillis: HOUR_MILLIS, confidence: 0.9, reasons: [] };
  return {
    id: 'r1',
    camera: 'Canon EOS 5D',
    folders: ['/photos/Rio'],
    keys: ['a', 'b', 'c'],
    verdict,
    clockStartMillis: START,
    clockEndMillis: START + 10 * MINUTE,
  };
}

/** When the decisions say that the photos were taken: an instant, or the middle of an interval. */
function taken(
  photos: readonly PhotoDate[],
  deed: DateDeed,
  of: ClockRun | null = run('shifted', OFFSET),
): Record<string, string> {
  const { decisions } = planDecisions(photos, deed, of, 30);
  return Object.fromEntries(
    decisions.map(({ sha1, decision }) => {
      const { clockMillis } = photos.find((one) => one.sha1 === sha1)!;
      return [sha1, decision === null ? 'taken back' : when(decision, clockMillis)];
    }),
  );
}

function when(decision: DateDecision, clockMillis: number | null): string {
  const millis =
    decision.kind === 'shift'
      ? clockMillis! + decision.shiftMillis
      : (decision.interval.startMillis + decision.interval.endMillis) / 2;
  return wallTimeInWords(millis, 'second').slice(0, 16);
}

const three = [photo('a', START), photo('b', START + 4 * MINUTE), photo('c', START + 10 * MINUTE)];
const set = (text: string): DateDeed => ({ kind: 'set', time: parseSaidTime(text)! });
const shift = (text: string): DateDeed => ({ kind: 'shift', shift: parseClockShift(text)! });

describe('a decision for a run', () => {
  it.each([
    { name: 'accepting', deed: { kind: 'accept' } as const, a: '2008-07-05 14:00', c: '2008-07-05 14:10' },
    { name: 'keeping', deed: { kind: 'keep' } as const, a: '2000-01-01 00:05', c: '2000-01-01 00:15' },
    { name: '+8y2d', deed: shift('+8y2d'), a: '2008-01-03 00:05', c: '2008-01-03 00:15' },
    { name: 'a moment', deed: set('2008-07-05T16:30'), a: '2008-07-05 16:30', c: '2008-07-05 16:40' },
    { name: 'a day', deed: set('2008-07-05'), a: '2008-07-05 11:54', c: '2008-07-05 12:04' },
    { name: 'a year', deed: set('2008'), a: '2008-07-01 23:54', c: '2008-07-02 00:04' },
  ])('$name puts the first photo at $a and the last at $c', ({ deed, a, c }) => {
    expect(taken(three, deed)).toMatchObject({ a, c });
  });

  it('of a day claims no more than that it was that day', () => {
    const { decisions } = planDecisions(three, set('2008-07-05'), null, 30);
    const day = { startMillis: utc('2008-07-05T00:00'), endMillis: utc('2008-07-06T00:00') - 1 };
    const ends = decisions.map(({ decision }) => decision as { interval: typeof day });
    expect(ends[0]!.interval).toEqual({ ...day, endMillis: day.endMillis - 10 * MINUTE });
    expect(ends[2]!.interval).toEqual({ ...day, startMillis: day.startMillis + 10 * MINUTE });
  });

  it('is taken back only where there is one', () => {
    const decided = photo('b', START, { decision: { kind: 'shift', shiftMillis: 1 } });
    expect(taken([three[0]!, decided], { kind: 'forget' })).toEqual({ b: 'taken back' });
  });

  it('that is accepted keeps what was decided before for single photos', () => {
    const decided = photo('b', START, { decision: { kind: 'shift', shiftMillis: 1 } });
    const plan = planDecisions([three[0]!, decided], { kind: 'accept' }, run('shifted', OFFSET), 30);
    expect(plan.decisions.map(({ sha1 }) => sha1)).toEqual(['a']);
    expect(plan.keptEarlier).toBe(1);
  });

  it.each([
    { name: 'nothing is proposed', of: run('doubtful', 0), says: 'nothing tells how far' },
    { name: 'it is a folder', of: null, says: 'Only a run has a proposal' },
  ])('cannot be accepted where $name', ({ of, says }) => {
    expect(() => planDecisions(three, { kind: 'accept' }, of, 30)).toThrow(says);
  });

  it('takes the best guess of a doubtful run', () => {
    expect(taken(three, { kind: 'accept' }, run('doubtful', OFFSET))).toMatchObject({
      a: '2008-07-05 14:00',
    });
  });
});

describe('a clock that kept starting again', () => {
  const clock = (shiftMillis: number) => ({ run: 'r1', shiftMillis, uncertaintyMillis: 0, confidence: 0.9 });
  const broken = [
    photo('a', START, { time: { ...TIME, clock: clock(OFFSET) } }),
    photo('b', START + 2 * MINUTE, { time: { ...TIME, clock: clock(OFFSET) } }),
    photo('c', START, { time: { ...TIME, clock: clock(OFFSET + 6 * MINUTE) } }),
  ];

  it.each([
    { deed: { kind: 'accept' } as const, c: '2008-07-05 14:06' },
    { deed: set('2008-07-05T16:30'), c: '2008-07-05 16:36' },
    { deed: shift('+1d'), c: '2000-01-02 00:11' },
    { deed: set('2008-07-05'), c: '2008-07-05 12:02' },
  ])('keeps the rhythm that was found for it: $deed.kind', ({ deed, c }) => {
    expect(taken(broken, deed)).toMatchObject({ c });
  });

  it('keeps it when the run is decided once more', () => {
    const { decisions } = planDecisions(broken, { kind: 'accept' }, run('shifted', OFFSET), 30);
    const decided = broken.map((one, i) => ({ ...one, time: TIME, decision: decisions[i]!.decision }));
    expect(taken(decided, set('2008-07-05T16:30'))).toMatchObject({ c: '2008-07-05 16:36' });
  });
});

describe('a decision for a folder', () => {
  const scan = photo('s', null, { camera: 'EPSON', body: 'scanner' });

  it('leaves photos without a clock where clocks are shifted, and says so', () => {
    const plan = planDecisions([...three, scan], shift('+1d'), null, 30);
    expect(plan.decisions.map(({ sha1 }) => sha1)).toEqual(['a', 'b', 'c']);
    expect(plan.withoutClock).toBe(1);
    expect(() => planDecisions([scan], shift('+1d'), null, 30)).toThrow('None of these photos');
  });

  it('puts photos without a clock into the middle of those with one', () => {
    expect(taken([...three, scan], set('2008-07-05T16:30'), null)).toMatchObject({ s: '2008-07-05 16:35' });
  });

  it('keeps the rhythm of each camera inside the interval', () => {
    const other = photo('o', utc('2011-02-03T10:00'), { body: 'two' });
    expect(taken([...three, other, scan], set('2008-07-05'), null)).toEqual({
      a: '2008-07-05 11:54',
      b: '2008-07-05 11:58',
      c: '2008-07-05 12:04',
      o: '2008-07-05 11:59',
      s: '2008-07-05 11:59',
    });
  });

  it('gives all the same interval where the clocks say that it was longer', () => {
    const late = photo('d', START + 25 * HOUR_MILLIS);
    const plan = planDecisions([...three, late], set('2008-07-05'), null, 30);
    expect(plan.withoutRhythm).toBe(4);
    expect(new Set(plan.decisions.map(({ decision }) => JSON.stringify(decision))).size).toBe(1);
  });

  it('has no first photo where the clocks of two cameras are years apart', () => {
    const other = photo('o', utc('2011-02-03T10:00'), { body: 'two' });
    expect(() => planDecisions([...three, other], set('2008-07-05T10:00'), null, 30)).toThrow(
      'The clocks of 2 cameras in it are 11 years apart',
    );
  });
});
