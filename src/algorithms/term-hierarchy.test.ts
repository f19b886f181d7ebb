import { describe, expect, it } from 'vitest';
import { ancestorsOf, descendantsOf, levelsAbove, parentsOf } from './term-hierarchy.ts';

const TERMS = [
  { name: 'plants' },
  { name: 'flower', parent: 'plants' },
  { name: 'orchid', parent: 'flower' },
  { name: 'sea' },
];
const parents = parentsOf(TERMS);

describe('the hierarchy of terms', () => {
  it.each([
    { name: 'plants', above: [] },
    { name: 'flower', above: ['plants'] },
    { name: 'orchid', above: ['plants', 'flower'] },
    { name: 'sea', above: [] },
    { name: 'no term', above: [] },
  ])('above $name stand $above', ({ name, above }) => {
    expect(levelsAbove(name, parents)).toEqual(above);
  });

  it('ends in a circle, each term once', () => {
    const circle = parentsOf([
      { name: 'a', parent: 'b' },
      { name: 'b', parent: 'a' },
    ]);
    expect(ancestorsOf('a', circle)).toEqual(['b', 'a']);
  });

  it('knows what is below a term', () => {
    expect(descendantsOf('plants', TERMS)).toEqual(['flower', 'orchid']);
    expect(descendantsOf('orchid', TERMS)).toEqual([]);
  });
});
