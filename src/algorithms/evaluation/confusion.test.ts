import { describe, expect, it } from 'vitest';
import { confusedPairs } from './confusion.ts';

describe('labels that are taken for others', () => {
  it('are none where nothing was wrong', () => {
    expect(confusedPairs([])).toEqual([]);
    expect(confusedPairs([{ wrong: [], right: ['sea'], missed: ['sea'] }])).toEqual([]);
    expect(confusedPairs([{ wrong: ['lake'], right: [], missed: [] }])).toEqual([]);
  });

  it('are counted by photo, the most frequent first', () => {
    const pairs = confusedPairs([
      { wrong: ['lake'], right: ['sea'], missed: ['sea'] },
      { wrong: ['lake'], right: ['sea', 'boat'], missed: [] },
      { wrong: ['lake', 'river'], right: ['sea'], missed: ['sea'] },
    ]);
    expect(pairs).toEqual([
      { proposed: 'lake', right: 'sea', photos: 3, insteadOf: 2 },
      { proposed: 'river', right: 'sea', photos: 1, insteadOf: 1 },
      { proposed: 'lake', right: 'boat', photos: 1, insteadOf: 0 },
    ]);
  });

  it('may have any name', () => {
    const pairs = confusedPairs([{ wrong: ['__proto__', 'constructor'], right: ['ü'], missed: [] }]);
    expect(pairs.map(({ proposed }) => proposed)).toEqual(['__proto__', 'constructor']);
  });
});
