import { describe, expect, it } from 'vitest';
import type { CaptureTime } from '../../domain/capture-time.ts';
import { NO_CAMERA, type PlottedPhoto, plotLanes } from './plot-lanes.ts';

const utc = (text: string) => Date.parse(`${text}Z`);
const NOON = utc('2014-05-03T12:00');

function photo(camera: string, clockMillis: number | null, changes: Partial<CaptureTime> = {}): PlottedPhoto {
  const wallMillis = changes.wallMillis === undefined ? clockMillis : changes.wallMillis;
  const time: CaptureTime = {
    wallMillis,
    interval: wallMillis === null ? null : { startMillis: wallMillis, endMillis: wallMillis },
    precision: 'second',
    offsetMinutes: null,
    trustScore: 1,
    signalsUsed: [],
    uncertain: false,
    clock: null,
    byHand: false,
    ...changes,
  };
  return { camera, clockMillis, time };
}

const shifted = { run: 'r1', shiftMillis: 1, uncertaintyMillis: 1, confidence: 1 };

describe('lanes of the picture', () => {
  it('are none without photos', async () => {
    expect((await plotLanes([])).lanes).toEqual([]);
  });

  it.each([
    { changes: {}, level: 'sure' },
    { changes: { trustScore: 0.8 }, level: 'sure' },
    { changes: { trustScore: 0.5 }, level: 'likely' },
    { changes: { trustScore: 0.49 }, level: 'doubtful' },
    { changes: { uncertain: true }, level: 'doubtful' },
    { changes: { byHand: true }, level: 'hand' },
  ])('show $changes as $level', async ({ changes, level }) => {
    const { lanes, originMillis, stepMillis } = await plotLanes([photo('A', NOON, changes)]);
    const bins = Object.entries(lanes[0]!.taken).filter(([, list]) => list.length > 0);
    expect(bins).toEqual([[level, [[0, 1]]]]);
    expect(originMillis).toBe(NOON);
    expect(stepMillis).toBe(15 * 60_000);
  });

  it('keep apart what was put right and what is known to the day only', async () => {
    const day = { startMillis: utc('2014-05-03T00:00'), endMillis: utc('2014-05-04T00:00') - 1 };
    const { lanes } = await plotLanes([
      photo('A', NOON, { wallMillis: NOON + 3_600_000, clock: shifted, precision: 'day' }),
      photo('A', null, { wallMillis: NOON, interval: day, precision: 'day', trustScore: 0.4 }),
      photo('A', null, { wallMillis: NOON, interval: day, precision: 'day', trustScore: 0.4 }),
      photo('', null, { wallMillis: null }),
    ]);
    expect(lanes.map(({ name }) => name)).toEqual(['A', NO_CAMERA]);
    const [a, none] = lanes;
    expect(a).toMatchObject({ photos: 3, moved: 1, undated: 0, stretches: [[0, 96, 'doubtful', 2]] });
    expect(a!.clock).toEqual({ kept: [], moved: [[48, 1]] });
    expect(a!.taken.sure).toEqual([[52, 1]]);
    expect(none).toMatchObject({ photos: 1, undated: 1 });
    expect(a!.words).toContain('2 doubtful, 1 with a clock that was put right');
  });

  it('become coarser where there are too many bins, and lose no photo', async () => {
    const times = Array.from({ length: 200_000 }, (_, i) => NOON + i * 3_000_000);
    const { lanes, stepMillis } = await plotLanes(times.map((time) => photo('A', time)));
    expect(stepMillis).toBeGreaterThan(15 * 60_000);
    expect(lanes[0]!.taken.sure.reduce((sum, [, photos]) => sum + photos, 0)).toBe(200_000);
  });

  it('share one where there are too many cameras', async () => {
    const many = Array.from({ length: 60 }, (_, i) => photo(`Camera ${i}`, NOON + i));
    const { lanes } = await plotLanes([...many, ...many.slice(0, 30)]);
    expect(lanes).toHaveLength(41);
    expect(lanes.at(-1)).toMatchObject({ name: '20 other cameras', photos: 20 });
  });
});
