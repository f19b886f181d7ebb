import { describe, expect, it } from 'vitest';
import { ruleWords, underTermNames } from './rule-words.ts';

const nameOf = ruleWords([
  { name: 'noite', aliases: ['night', 'sea'] },
  { name: 'hands' },
  { name: 'sea' },
  { name: 'fundo preto', aliases: ['black-background'] },
]);

describe('words of built-in rules', () => {
  it.each([
    ['night', 'noite'],
    ['Noite', 'noite'],
    ['black-background', 'fundo preto'],
    ['hand', null],
    ['hands', 'hands'],
    ['sea', 'sea'],
    ['fog', null],
  ])('%s is called %s', (word, name) => {
    expect(nameOf(word)).toBe(name);
  });

  it('give candidates their names, and drop what the vocabulary does not know', () => {
    const candidates = [
      { name: 'night', score: 1 },
      { name: 'fog', score: 0.5 },
    ];
    expect(underTermNames(candidates, nameOf)).toEqual([{ name: 'noite', score: 1 }]);
  });
});
