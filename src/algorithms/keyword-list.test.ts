import { describe, expect, it } from 'vitest';
import { formatKeywordList, parseKeywordList } from './keyword-list.ts';

const LIST = 'PLANTS\n\tflower\n\t\t{blossom}\n\t\t{flor}\n\t\torchid\n\ttree\n[WHERE]\n\tBrazil\n\t\tRio\n';

describe('a keyword list of Lightroom', () => {
  it('is read with levels, synonyms and what is not exported', () => {
    expect(parseKeywordList(LIST)).toEqual([
      { name: 'PLANTS', synonyms: [], parent: null, isExported: true, line: 1 },
      { name: 'flower', synonyms: ['blossom', 'flor'], parent: 'PLANTS', isExported: true, line: 2 },
      { name: 'orchid', synonyms: [], parent: 'flower', isExported: true, line: 5 },
      { name: 'tree', synonyms: [], parent: 'PLANTS', isExported: true, line: 6 },
      { name: 'WHERE', synonyms: [], parent: null, isExported: false, line: 7 },
      { name: 'Brazil', synonyms: [], parent: 'WHERE', isExported: true, line: 8 },
      { name: 'Rio', synonyms: [], parent: 'Brazil', isExported: true, line: 9 },
    ]);
  });

  it('is written as it was read', () => {
    const keywords = parseKeywordList(LIST).map(({ parent, ...rest }) => ({
      ...rest,
      ...(parent !== null && { parent }),
    }));
    expect(formatKeywordList(keywords)).toBe(LIST);
  });

  it.each([
    { title: 'nothing', text: '' },
    { title: 'empty lines', text: '\n\n \t\n' },
    { title: 'a synonym of nothing', text: '{blossom}\n' },
  ])('of $title is empty', ({ text }) => {
    expect(parseKeywordList(text)).toEqual([]);
    expect(formatKeywordList([])).toBe('');
  });

  it.each([
    { title: 'Windows line ends and a byte order mark', text: '\ufeffa\r\n\tb\r\n' },
    { title: 'spaces in the place of tabs', text: 'a\n  b\n' },
    { title: 'four spaces', text: 'a\n    b\n' },
    { title: 'a line end missing', text: 'a\n\tb' },
    { title: 'an empty line between', text: 'a\n\n\tb\n' },
  ])('may have $title', ({ text }) => {
    expect(parseKeywordList(text).map(({ name, parent }) => [name, parent])).toEqual([
      ['a', null],
      ['b', 'a'],
    ]);
  });

  it('keeps a keyword whose parent is not in the list', () => {
    expect(formatKeywordList([{ name: 'orchid', synonyms: [], parent: 'flower', isExported: true }])).toBe(
      'orchid\n',
    );
  });
});
