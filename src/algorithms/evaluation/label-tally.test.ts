import { describe, expect, it } from 'vitest';
import { LabelTally, type Truth } from './label-tally.ts';

const NOTHING = {
  ...{ proposed: 0, right: 0, wrong: 0, undecided: 0, unsure: 0, missed: 0, spared: 0 },
  ...{ precision: null, recall: null, averagePrecision: null },
};

/** A label on photos: score (null: not proposed) and what is known. */
function tally(
  photos: readonly (readonly [score: number | null, truth: Truth])[],
  probability: (score: number) => number | null = () => null,
  scale: (score: number) => string = () => 'one',
): LabelTally {
  const label = new LabelTally();
  for (const [score, truth] of photos) {
    label.add(score === null ? null : { score, probability: probability(score), scale: scale(score) }, truth);
  }
  return label;
}

describe('the tally of a label', () => {
  it('knows nothing of nothing', () => {
    expect(new LabelTally().figures()).toMatchObject(NOTHING);
    expect(new LabelTally().figures().precisionInterval).toEqual({ low: 0, high: 1 });
  });

  it.each([
    { proposed: true, truth: 'yes', counts: { proposed: 1, right: 1, precision: 1, recall: 1 } },
    { proposed: true, truth: 'no', counts: { proposed: 1, wrong: 1, precision: 0, recall: null } },
    { proposed: true, truth: 'unsure', counts: { proposed: 1, unsure: 1 } },
    { proposed: true, truth: null, counts: { proposed: 1, undecided: 1 } },
    { proposed: false, truth: 'yes', counts: { missed: 1, recall: 0 } },
    { proposed: false, truth: 'no', counts: { spared: 1 } },
    { proposed: false, truth: 'unsure', counts: {} },
    { proposed: false, truth: null, counts: {} },
  ] as const)('counts proposed $proposed, truth $truth', ({ proposed, truth, counts }) => {
    const { averagePrecision, ...figures } = tally([[proposed ? 0.5 : null, truth]]).figures();
    expect({ ...NOTHING, ...figures, averagePrecision: null }).toMatchObject({ ...NOTHING, ...counts });
  });

  it('leaves the undecided out of precision', () => {
    const figures = tally([
      [0.9, 'yes'],
      [0.8, 'yes'],
      [0.7, 'no'],
      [0.6, null],
      [0.5, 'unsure'],
      [null, 'yes'],
      [null, 'no'],
    ]).figures();
    expect(figures).toMatchObject({
      proposed: 5,
      right: 2,
      wrong: 1,
      undecided: 1,
      unsure: 1,
      missed: 1,
      spared: 1,
    });
    expect(figures.precision).toBeCloseTo(2 / 3);
    expect(figures.recall).toBeCloseTo(2 / 3);
    expect(figures.averagePrecision).toBeCloseTo(2 / 3);
  });

  it('orders by probability where all have one, though scores be of different kinds', () => {
    const photos = [
      [30, 'yes'],
      [0.2, 'no'],
    ] as const;
    const byScale = (score: number) => (score > 1 ? 'caption' : 'clip');
    expect(tally(photos, () => null, byScale).figures().averagePrecision).toBeNull();
    expect(tally(photos, (score) => (score > 1 ? 0.4 : 0.6), byScale).figures().averagePrecision).toBe(0.5);
    expect(tally(photos, (score) => (score > 1 ? null : 0.6), byScale).figures().averagePrecision).toBeNull();
  });

  it('has an average precision of 0 where all was missed, and none where there was nothing to find', () => {
    expect(tally([[null, 'yes']]).figures().averagePrecision).toBe(0);
    expect(tally([[null, 'no']]).figures().averagePrecision).toBeNull();
    expect(tally([[0.5, 'no']]).figures().averagePrecision).toBeNull();
  });

  it('gives only judged proposals with a probability to the calibration', () => {
    const label = tally(
      [
        [0.9, 'yes'],
        [0.8, 'no'],
        [0.7, null],
        [0.6, 'unsure'],
        [0.1, 'yes'],
      ],
      (score) => (score < 0.5 ? null : score),
    );
    expect(label.stated()).toEqual([
      { probability: 0.9, right: true },
      { probability: 0.8, right: false },
    ]);
  });
});
