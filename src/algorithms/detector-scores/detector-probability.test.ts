import { describe, expect, it } from 'vitest';
import { fromLogOdds } from '../log-odds.ts';
import { faceProbability, handProbability, objectProbability } from './detector-probability.ts';
import { fitScores } from './fit.fixture.ts';
import { JUDGED_FACES, JUDGED_HANDS, JUDGED_OBJECTS, type JudgedScore } from './judged-scores.fixture.ts';

const DEVIATION = 1.5;

describe('how likely what the detector reports is there', () => {
  const fitted = fitScores(JUDGED_OBJECTS, DEVIATION);
  it.each(
    JUDGED_OBJECTS.filter(({ label }, index, all) => all.findIndex((one) => one.label === label) === index),
  )('is what was fitted to judged objects: $label', ({ label }) => {
    for (const score of [0.3, 0.5, 0.7]) {
      const expected = fromLogOdds(fitted.offset + fitted.slope * score + fitted.names.get(label)!);
      expect(objectProbability(label, score)).toBeCloseTo(expected, 1);
    }
  });

  it.each<{ what: string; judged: readonly JudgedScore[]; probability: (score: number) => number }>([
    { what: 'faces', judged: JUDGED_FACES, probability: faceProbability },
    { what: 'hands', judged: JUDGED_HANDS, probability: handProbability },
  ])('is what was fitted to judged $what', ({ judged, probability }) => {
    const { offset, slope } = fitScores(judged, 0);
    for (const score of [0.4, 0.6, 0.8]) {
      expect(probability(score)).toBeCloseTo(fromLogOdds(offset + slope * score), 2);
    }
  });

  it('finds more right ones among fewer wrong ones than a score of 0.4, on tenths that were not fitted', () => {
    const seen = JUDGED_OBJECTS.flatMap((_, index) => (index < 10 ? [index] : [])).flatMap((tenth) => {
      const isTest = (_: JudgedScore, index: number) => index % 10 === tenth;
      const { offset, slope, names } = fitScores(
        JUDGED_OBJECTS.filter((one, index) => !isTest(one, index)),
        DEVIATION,
      );
      return JUDGED_OBJECTS.filter(isTest).filter(
        ({ label, score }) => fromLogOdds(offset + slope * score + (names.get(label) ?? 0)) >= 0.5,
      );
    });
    const fixed = JUDGED_OBJECTS.filter(({ score }) => score >= 0.4);
    const count = (judged: readonly JudgedScore[]) => {
      const right = judged.filter(({ isRight }) => isRight).length;
      return { right, wrong: judged.length - right };
    };
    expect(count(seen).right).toBeGreaterThan(count(fixed).right);
    expect(count(seen).wrong).toBeLessThan(count(fixed).wrong);
  });

  it('is between 0 and 1 and grows with the score, for names never seen as well', () => {
    for (const name of ['dog', 'toaster', 'constructor']) {
      const curve = [0, 0.25, 0.5, 0.75, 1].map((score) => objectProbability(name, score));
      expect(curve.toSorted((a, b) => a - b)).toEqual(curve);
      expect(Math.min(...curve)).toBeGreaterThan(0);
      expect(Math.max(...curve)).toBeLessThan(1);
    }
  });
});
