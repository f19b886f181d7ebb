import { describe, expect, it } from 'vitest';
import { labelChecks } from './label-checks.ts';
import type { LabelRow } from './list-labels.ts';

const row = (name: string, basis: LabelRow['basis'], withheld: string | null = null): LabelRow => ({
  layer: 'CK',
  name,
  basis,
  accepted: 0,
  rejected: 0,
  threshold: 0.5,
  expectedPhotos: 1,
  expectedPrecision: 0.9,
  withheld,
});

describe('what doctor says of the vocabulary', () => {
  it('says what a model with a text side would add where there is none', () => {
    const labels = [row('flower', 'taught'), row('sea', 'rules')];
    expect(labelChecks({ space: 'embedded', vectors: 9, labels })).toEqual([
      {
        what: 'words of the vocabulary',
        state: 'optional',
        finding: '2: 1 by your decisions, 1 by rules alone',
        remedy: expect.stringContaining('models pull'),
      },
    ]);
  });

  it('names the words that are not proposed, and why', () => {
    const labels = [row('flower', 'text'), row('sea', 'text', 'cannot be told apart from beach')];
    expect(labelChecks({ space: 'clip', vectors: 9, labels })).toMatchObject([
      { state: 'ok', finding: '2: 2 scored by text' },
      { state: 'warning', finding: 'sea (cannot be told apart from beach)' },
    ]);
  });

  it('is short where many words are not proposed, and where there is no vocabulary', () => {
    const labels = Array.from({ length: 30 }, (_, i) => row(`w${i}`, 'text', 'unknown'));
    expect(labelChecks({ space: 'clip', vectors: 9, labels })[1]!.finding).toContain('and 22 more');
    expect(labelChecks({ space: null, vectors: 0, labels: [] })[0]!.finding).toBe('0: none');
  });
});
