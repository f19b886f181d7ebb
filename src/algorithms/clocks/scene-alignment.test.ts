import { describe, expect, it } from 'vitest';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../wall-time.ts';
import { alignScenes } from './scene-alignment.ts';

const START = Date.UTC(2014, 4, 3, 10);
const OFF = 12 * 365 * DAY_MILLIS + 7.4 * HOUR_MILLIS;
/** Minutes after the start of the day's first scene, of no rhythm. */
const SCENES = [0, 17, 71, 88, 151, 236, 262, 335];
const at = (minutes: readonly number[], off = 0) =>
  minutes.flatMap((minute) => [0, 1, 2].map((photo) => START + (minute + photo) * MINUTE_MILLIS - off));

describe('clocks by the scenes of others', () => {
  it('finds the hour at which both saw the same scenes', () => {
    const found = alignScenes(
      [{ ours: at(SCENES, OFF), others: at(SCENES) }],
      OFF - DAY_MILLIS,
      OFF + DAY_MILLIS,
    );
    expect(Math.abs(found!.offsetMillis - OFF)).toBeLessThan(15 * MINUTE_MILLIS);
    expect(found!.uncertaintyMillis).toBeLessThanOrEqual(30 * MINUTE_MILLIS);
  });

  it('finds the day of a journey on which others were there at other hours too', () => {
    const dayBefore = at([0, 50, 90, 240, 300].map((minute) => minute - 24 * 60));
    const found = alignScenes(
      [{ ours: at(SCENES, OFF), others: [...dayBefore, ...at(SCENES)] }],
      OFF - 3 * DAY_MILLIS,
      OFF + 3 * DAY_MILLIS,
    );
    expect(Math.abs(found!.offsetMillis - OFF)).toBeLessThan(15 * MINUTE_MILLIS);
  });

  it('says nothing where others took pictures without a pause: many hours fit', () => {
    const always = at(Array.from({ length: 60 }, (_, i) => i * 12 - 180));
    expect(
      alignScenes(
        [{ ours: at(SCENES.slice(0, 5), OFF), others: always }],
        OFF - DAY_MILLIS,
        OFF + DAY_MILLIS,
      ),
    ).toBeNull();
  });

  it('says nothing of three scenes, which fit by chance', () => {
    const few = SCENES.slice(0, 3);
    expect(
      alignScenes([{ ours: at(few, OFF), others: at(few) }], OFF - DAY_MILLIS, OFF + DAY_MILLIS),
    ).toBeNull();
  });

  it('says nothing where the others saw other scenes', () => {
    const others = at([0, 150, 190, 420, 600]);
    expect(alignScenes([{ ours: at(SCENES, OFF), others }], OFF - DAY_MILLIS, OFF + DAY_MILLIS)).toBeNull();
  });

  it('takes two events with one clock together, where each alone has too few scenes', () => {
    const [first, second] = [
      [0, 47],
      [24 * 60, 24 * 60 + 95],
    ];
    const gatherings = [first, second].map((few) => ({ ours: at(few, OFF), others: at(few) }));
    const range = [OFF - 10 * HOUR_MILLIS, OFF + 10 * HOUR_MILLIS] as const;
    expect(alignScenes(gatherings.slice(0, 1), ...range)).toBeNull();
    expect(Math.abs(alignScenes(gatherings, ...range)!.offsetMillis - OFF)).toBeLessThan(15 * MINUTE_MILLIS);
  });

  it('looks for no scene where any year comes into question', () => {
    const gathering = { ours: at(SCENES, OFF), others: at(SCENES) };
    expect(alignScenes([gathering], 0, 2 * OFF)).toBeNull();
  });
});
