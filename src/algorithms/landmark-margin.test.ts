import { describe, expect, it } from 'vitest';
import { landmarkMargin, type Win } from './landmark-margin.ts';
import { seededRandom } from './seeded-random.ts';

const wins = (isTarget: boolean, ...margins: number[]): Win[] =>
  margins.map((margin) => ({ isTarget, margin }));
const fromTo = (from: number, count: number, step = 0.01): number[] =>
  Array.from({ length: count }, (_, i) => from + i * step);

describe('how far ahead a city has to be', () => {
  it.each<{ where: string; given: Win[]; targets?: number; decoys?: number; least: number | null }>([
    { where: 'no picture was won', given: [], least: null },
    {
      where: 'there is nothing to compare with',
      given: wins(true, ...fromTo(1, 100)),
      decoys: 0,
      least: null,
    },
    { where: 'few were won, however clearly', given: wins(true, 9, 9, 9, 9), least: null },
    {
      where: 'cities of the list win as elsewhere does',
      given: [...wins(true, ...fromTo(0, 100)), ...wins(false, ...fromTo(0, 100))],
      least: null,
    },
    {
      where: 'many are won beyond all of elsewhere: just beyond',
      given: [...wins(true, ...fromTo(2, 100)), ...wins(false, ...fromTo(0, 100))],
      least: 2,
    },
    {
      where: 'many are won and some of elsewhere reach as far: farther',
      given: [...wins(true, ...fromTo(2, 100)), ...wins(false, 2.105, 2.205, 2.305, 2.405, 2.505, 2.605)],
      least: 2.51,
    },
    {
      where: 'twice as many cities stand for elsewhere: each counts half',
      given: [...wins(true, ...fromTo(2, 100)), ...wins(false, 2.105, 2.205, 2.305, 2.405, 2.505, 2.605)],
      decoys: 20,
      least: 2,
    },
  ])('$where', ({ given, targets = 10, decoys = 10, least }) => {
    const found = landmarkMargin(given, targets, decoys);
    if (least === null) expect(found).toBeNull();
    else {
      expect(found!.least).toBeCloseTo(least, 9);
      expect(found!.wrongShare).toBeLessThanOrEqual(0.05);
    }
  });

  it('names hardly any city wrongly in libraries that show none of them', () => {
    let named = 0;
    let photos = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = seededRandom(seed);
      const given = Array.from({ length: 2000 }, () => ({
        isTarget: random() < 1 / 3,
        margin: -Math.log(random()),
      }));
      const least = landmarkMargin(given, 20, 40)?.least ?? Number.POSITIVE_INFINITY;
      named += given.filter(({ isTarget, margin }) => isTarget && margin >= least).length;
      photos += given.length;
    }
    expect(named / photos).toBeLessThan(0.001);
  });
});
