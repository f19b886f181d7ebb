import { describe, expect, test } from 'vitest';
import type { KeywordForms } from './merge-keywords.ts';
import {
  keywordForms,
  keywordProblem,
  mergeKeywords,
  minus,
  missingKeywords,
  targetForms,
} from './merge-keywords.ts';

describe('the two spellings of a tag', () => {
  test.each([
    { name: 'flower', prefix: 'CK:', subject: 'CK:flower', hierarchical: 'CK|flower' },
    { name: 'blue glass', prefix: 'AI:', subject: 'AI:blue glass', hierarchical: 'AI|blue glass' },
    { name: 'hair:blonde', prefix: 'CK:', subject: 'CK:hair:blonde', hierarchical: 'CK|hair:blonde' },
    { name: 'flower', prefix: 'CK/', subject: 'CK/flower', hierarchical: 'CK|flower' },
    { name: 'flower', prefix: '', subject: 'flower', hierarchical: 'flower' },
    { name: 'black, white', prefix: 'AI:', subject: 'AI:black, white', hierarchical: 'AI|black, white' },
    { name: ' two\nlines\t', prefix: 'AI:', subject: 'AI:two lines', hierarchical: 'AI|two lines' },
    {
      name: 'Sa\u0303o Paulo',
      prefix: 'CK:',
      subject: 'CK:S\u00e3o Paulo',
      hierarchical: 'CK|S\u00e3o Paulo',
    },
    { name: '<a & "b">', prefix: 'AI:', subject: 'AI:<a & "b">', hierarchical: 'AI|<a & "b">' },
    { name: '🌻', prefix: 'CK:', subject: 'CK:🌻', hierarchical: 'CK|🌻' },
  ])('$name with $prefix is $subject and $hierarchical', ({ name, prefix, subject, hierarchical }) => {
    expect(keywordForms(name, prefix)).toEqual({ subject, hierarchicalSubject: hierarchical });
  });

  test.each([
    { name: 'flower', prefix: 'CK:', tagsList: 'CK/flower' },
    { name: 'flower', prefix: '', tagsList: 'flower' },
    { name: 'open 24/7', prefix: 'AI:', tagsList: 'AI/open 24\\7' },
  ])('$name with $prefix is $tagsList for digiKam', ({ name, prefix, tagsList }) => {
    expect(targetForms(name, prefix, ['digikam'])).toEqual({ tagsList });
  });

  test('only the lists that are asked for get it', () => {
    const both = { subject: 'CK:a', hierarchicalSubject: 'CK|a' };
    expect(targetForms('a', 'CK:', ['dc:subject', 'lr:hierarchicalSubject'])).toEqual(both);
    expect(targetForms('a', 'CK:', ['dc:subject'])).toEqual({ subject: 'CK:a' });
  });

  test.each([
    { name: '', says: 'without any letter' },
    { name: ' \n', says: 'without any letter' },
    { name: 'place|Rome', says: 'parts the levels' },
    { name: 'bell\u0007', says: 'control character' },
    { name: '\ud83c', says: 'lone surrogate' },
  ])('$name is refused: $says', ({ name, says }) => {
    const forms = keywordForms(name, 'CK:');
    expect(forms).toBeInstanceOf(Error);
    expect((forms as Error).message).toContain(says);
  });

  test('a line end in a keyword that nobody normalised is a problem', () => {
    expect(keywordProblem('a\nb')).toContain('control character');
    expect(keywordProblem('CK:a b')).toBeNull();
  });
});

describe('what is missing', () => {
  test.each([
    { existing: [], ours: [], expected: [] },
    { existing: [], ours: ['CK:a'], expected: ['CK:a'] },
    { existing: ['z', 'CK:a'], ours: ['CK:a', 'CK:b'], expected: ['CK:b'] },
    { existing: ['CK:a'], ours: ['CK:a'], expected: [] },
    { existing: [], ours: ['CK:b', 'CK:a', 'CK:b'], expected: ['CK:b', 'CK:a'] },
    { existing: ['ck:a', 'CK:A'], ours: ['CK:a'], expected: ['CK:a'] },
    { existing: ['CK:Sa\u0303o Paulo'], ours: ['CK:S\u00e3o Paulo'], expected: [] },
    { existing: ['\n   CK:blue   glass\n'], ours: ['CK:blue glass'], expected: [] },
    { existing: ['CK:a', 'CK:a'], ours: ['CK:a'], expected: [] },
    { existing: ['CK:a, CK:b'], ours: ['CK:a'], expected: ['CK:a'] },
  ])('of $ours beside $existing: $expected', ({ existing, ours, expected }) => {
    expect(missingKeywords(existing, ours)).toEqual(expected);
  });

  test('both properties are merged on their own', () => {
    const ours = ['flower', 'macro'].map((name) => keywordForms(name, 'CK:') as KeywordForms);
    expect(mergeKeywords({ subject: ['CK:flower'], hierarchicalSubject: ['CK|macro', 'x'] }, ours)).toEqual({
      subject: ['CK:macro'],
      hierarchicalSubject: ['CK|flower'],
    });
  });
});

test.each([
  { items: [], others: ['a'], expected: [] },
  { items: ['a', 'b', 'a'], others: ['a'], expected: ['a', 'b'] },
  { items: ['a', 'b', 'a'], others: ['a', 'a', 'a'], expected: ['b'] },
  { items: ['Sa\u0303o', 'x'], others: ['S\u00e3o', ' x '], expected: [] },
])('$items without $others is $expected', ({ items, others, expected }) => {
  expect(minus(items, others)).toEqual(expected);
});
