import { describe, expect, it } from 'vitest';
import { DICTIONARY } from './index.ts';
import { browserLanguage } from './language.ts';

type Tree = { readonly [key: string]: unknown };

/** Every text with its place; functions as what they make of their parameters. */
function texts(tree: Tree, place = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const at = `${place}/${key}`;
    if (typeof value === 'string') found.set(at, value);
    else if (typeof value === 'function') {
      // Numbers stand for counts and for texts alike.
      const parameters = Array.from({ length: value.length }, (_, i) => 70 + i);
      found.set(at, String((value as (...values: number[]) => string)(...parameters)));
    } else for (const [inner, text] of texts(value as Tree, at)) found.set(inner, text);
  }
  return found;
}

/** The same word in both, or a name. */
const SAME =
  /^\/(keys\/names|shell\/running|run\/took|review\/(score|of)|keys\/groups|dates\/(units\/(h|min|s)$|precisions\/second))/;

/** A date to the second needs no word. */
const EMPTY = /^\/dates\/precisions\/second$/;

describe('the dictionary', () => {
  const [en, pt] = [texts(DICTIONARY.en), texts(DICTIONARY.pt)];

  it('has every text in every language, and none that is empty', () => {
    expect([...pt.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [place, text] of [...en, ...pt]) {
      if (!EMPTY.test(place)) expect(text.trim(), place).not.toBe('');
    }
  });

  it('says something of its own in Portuguese', () => {
    const same = [...en].filter(([place, text]) => pt.get(place) === text && !SAME.test(place));
    expect(same.map(([place]) => place)).toEqual([]);
  });

  it('names the same numbers in every language', () => {
    const numbers = (text: string): string => (text.match(/7\d/g) ?? []).sort().join();
    for (const [place, text] of en) expect(numbers(pt.get(place)!), place).toBe(numbers(text));
  });
});

it.each([
  { languages: ['pt-BR', 'en'], is: 'pt' },
  { languages: ['de-DE', 'pt-PT'], is: 'pt' },
  { languages: ['en-US'], is: 'en' },
  { languages: ['fr', 'ja'], is: 'en' },
  { languages: [], is: 'en' },
])('a browser that asks for $languages is spoken to in $is', ({ languages, is }) => {
  expect(browserLanguage(languages)).toBe(is);
});
