import { describe, expect, it } from 'vitest';
import { LabelTally, type Truth } from '../../algorithms/evaluation/label-tally.ts';
import { reliabilityBins } from '../../algorithms/evaluation/reliability.ts';
import { compareEvaluations } from './compare-evaluations.ts';
import type { Evaluation, EvaluationBasis } from './evaluation.ts';

const TABLE: EvaluationBasis = { kind: 'table', file: '/t.csv', complete: true };

/** How many were right, wrong and missed, by label. */
function evaluation(
  labels: Readonly<Record<string, readonly [right: number, wrong: number, missed: number]>>,
  changes: Partial<Evaluation> = {},
): Evaluation {
  const figures = (all: readonly (readonly [number, number, number])[]) => {
    const tally = new LabelTally();
    const add = (count: number, isProposed: boolean, truth: Truth) => {
      for (let i = 0; i < count; i++) {
        tally.add(isProposed ? { score: 0.5, probability: null, scale: 'one' } : null, truth);
      }
    };
    for (const [right, wrong, missed] of all) {
      add(right, true, 'yes');
      add(wrong, true, 'no');
      add(missed, false, 'yes');
    }
    return tally.figures();
  };
  return {
    at: '2026-11-26T02:00:00.000Z',
    basis: TABLE,
    photos: 10,
    all: figures(Object.values(labels)),
    meanAveragePrecision: 0.5,
    labels: Object.entries(labels).map(([label, counts]) => ({ label, ...figures([counts]) })),
    calibration: {
      ...{ judged: 0, withoutProbability: 0, bins: reliabilityBins([]) },
      ...{ expectedError: null, maximumError: null, brierScore: null },
    },
    confusion: [],
    ...changes,
  };
}

describe('before and after', () => {
  it('are equal where nothing changed', () => {
    const same = evaluation({ sea: [1, 2, 3] });
    expect(compareEvaluations('then', same, same)).toMatchObject({ against: 'then', labels: [], notes: [] });
  });

  it('say label by label what changed, the most first', () => {
    const { labels, all } = compareEvaluations(
      'then',
      evaluation({ sea: [10, 10, 0], fog: [1, 1, 1], night: [2, 0, 0] }),
      evaluation({ sea: [10, 2, 0], fog: [2, 1, 0], night: [2, 0, 0] }),
    );
    expect(labels.map(({ label }) => label)).toEqual(['sea', 'fog']);
    expect(labels[0]).toMatchObject({
      wrong: { before: 10, after: 2 },
      precision: { before: 0.5, after: 10 / 12 },
      recall: { before: 1, after: 1 },
    });
    expect(all).toMatchObject({
      label: '',
      right: { before: 13, after: 14 },
      wrong: { before: 11, after: 3 },
    });
  });

  it('know labels that came and went', () => {
    const { labels } = compareEvaluations(
      'then',
      evaluation({ sea: [1, 0, 0] }),
      evaluation({ fog: [0, 1, 0] }),
    );
    expect(labels).toMatchObject([
      { label: 'fog', wrong: { before: null, after: 1 } },
      { label: 'sea', right: { before: 1, after: null }, clear: false },
    ]);
  });

  it.each([
    { before: [5, 5, 0], after: [9, 1, 0], clear: false },
    { before: [50, 50, 0], after: [90, 10, 0], clear: true },
    { before: [50, 0, 50], after: [90, 0, 10], clear: true },
  ] as const)('are clear beyond chance from $before to $after: $clear', ({ before, after, clear }) => {
    const { labels } = compareEvaluations('then', evaluation({ sea: before }), evaluation({ sea: after }));
    expect(labels[0]!.clear).toBe(clear);
  });

  it.each([
    { change: { basis: { kind: 'decisions', now: false } }, says: 'One was made from decisions' },
    { change: { basis: { ...TABLE, complete: false } }, says: 'Only one of the two took its table' },
    { change: { basis: { ...TABLE, file: '/other.csv' } }, says: 'another table: /t.csv' },
    { change: { photos: 12 }, says: '10 photos then, and of 12 now' },
  ] as const)('warn: $says', ({ change, says }) => {
    const { notes } = compareEvaluations('then', evaluation({}), evaluation({}, change));
    expect(notes.join(' ')).toContain(says);
  });

  it('warn that decisions stay those that were made', () => {
    const decided = evaluation({}, { basis: { kind: 'decisions', now: false } });
    expect(compareEvaluations('then', decided, decided).notes.join(' ')).toContain('when they were made');
    const now = evaluation({}, { basis: { kind: 'decisions', now: true } });
    expect(compareEvaluations('then', decided, now).notes.join(' ')).toContain('--now');
    expect(compareEvaluations('then', now, now).notes).toEqual([]);
  });
});
