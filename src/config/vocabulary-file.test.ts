import { describe, expect, it } from 'vitest';
import { readVocabulary } from './vocabulary-file.ts';

const termsOf = (text: string) => {
  const read = readVocabulary(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.entries.map(({ term }) => term);
};
const problemsOf = (text: string) => {
  const read = readVocabulary(text);
  return read.ok ? [] : read.problems;
};

describe('a vocabulary file', () => {
  it('says of terms what is known of them, in long and short form', () => {
    const text = `
subjects:
  - plants
  - name: flower
    names: {en: flower, pt: flor}
    aliases: [blossom]
    parent: plants
    prompts: [a photo of a flower]
    excludes: [night]
  - {name: night, not_on_people_sets: true, no_export: true}
  - 1984
people: [face]
`;
    expect(termsOf(text)).toEqual([
      { kind: 'subject', name: 'plants', aliases: [] },
      {
        ...{ kind: 'subject', name: 'flower', aliases: ['blossom'], parent: 'plants' },
        ...{ names: { en: 'flower', pt: 'flor' }, prompts: ['a photo of a flower'], excludes: ['night'] },
      },
      { kind: 'subject', name: 'night', aliases: [], notOnPeopleSets: true, noExport: true },
      { kind: 'subject', name: '1984', aliases: [] },
      { kind: 'people', name: 'face', aliases: [] },
    ]);
  });

  it.each(['', '# nothing but a comment\n', 'subjects:\n', 'subjects: []\n'])('may be empty: %j', (text) => {
    expect(termsOf(text)).toEqual([]);
  });

  it.each([
    'subjects: [face]\npeople: [face]\n',
    'places: [{name: São Paulo, aliases: [sao paulo], names: {pt: São Paulo}}]\n',
    'subjects: [hand, hands]\n',
    'people: ["hair:blonde", black-background]\n',
    'subjects: [{name: a, aliases: ["c/d, e|f"]}]\n',
  ])('is right as it is: %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  const long = 'x'.repeat(65);
  it.each([
    ['subjects:\n  - flower\n  - Flower\n', 3, /Flower stands twice, first as flower/],
    ['subjects: [São Paulo]\nplaces: [sao-paulo]\n', 2, /stands twice/],
    ['subjects: [face, face]\n', 1, /stands twice/],
    ['subjects:\n  - sea\n  - name: water\n    aliases: [ocean, Sea]\n', 4, /is the name of another term/],
    [
      'subjects:\n  - {name: sea, aliases: [ocean]}\n  - {name: lake, aliases: [Océan]}\n',
      3,
      /means sea already/,
    ],
    ['subjects:\n  - {name: sea, names: {pt: mar}}\n  - {name: lake, names: {pt: Mar}}\n', 3, /means sea/],
    [
      'subjects:\n  - name: orchid\n    parent: flowr\n  - flower\n',
      3,
      /parent flowr.*\bDid you mean flower/,
    ],
    ['subjects:\n  - name: a\n    parent: a\n', 3, /circle: a below a/],
    [
      'subjects:\n  - {name: a, parent: b}\n  - {name: b, parent: c}\n  - {name: c, parent: a}\n',
      2,
      /circle: a below b below c below a/,
    ],
    [
      'subjects:\n  - night\n  - name: sun\n    excludes: [nihgt]\n',
      4,
      /exclusion nihgt.*Did you mean night/,
    ],
    ['subjects:\n  - {name: sun, excludes: [sun]}\n', 2, /excludes itself/],
    [
      'subjects:\n  - sky\n  - {name: cloud, parent: sky, excludes: [sky]}\n',
      3,
      /excludes sky, which is above it/,
    ],
    ['subjects:\n  - "a|b"\n', 2, /has a "\|", at which programs part keywords/],
    ['subjects:\n  - a/b\n', 2, /has a "\/"/],
    ['subjects:\n  - "a, b"\n', 2, /has a ","/],
    ['subjects:\n  - "CK:flower"\n', 2, /has a prefix.*Write "flower"/],
    ['subjects:\n  - " flower"\n', 2, /spaces at its ends.*Write "flower"/],
    ['subjects:\n  - "blue  glass"\n', 2, /spaces.*Write "blue glass"/],
    ['subjects:\n  - "a\\tb"\n', 2, /cannot hold/],
    ['subjects:\n  - "a\\u0007b"\n', 2, /cannot hold/],
    [`subjects:\n  - ${long}\n`, 2, /65 bytes long.*64 bytes/],
    ['subjects:\n  - "—"\n', 2, /neither letter nor digit/],
    ['subjects:\n  - {name: a, aliases: [" b"]}\n', 2, /spaces at its ends/],
    ['subjects:\n  - {name: a, parrent: b}\n', 2, /no such setting.*Did you mean parent/],
    ['subjects:\n  - {aliases: [a]}\n', 2, /name|expected string/],
    ['gear:\n  - {name: X}\n', 2, /models|must be a list/],
    ['palces: [Rio]\n', 1, /Did you mean places/],
    ['subjects: flower\n', 1, /must be a list/],
  ])('is refused with the line and a remedy: %j', (text, line, message) => {
    const problems = problemsOf(text);
    const said = problems.map(({ key, problem, remedy }) => `${key} ${problem} ${remedy}`).join('\n');
    expect(said).toMatch(message);
    expect(problems.find((one) => message.test(`${one.key} ${one.problem} ${one.remedy}`))?.line).toBe(line);
    for (const { remedy } of problems) expect(remedy).not.toBe('');
  });
});
