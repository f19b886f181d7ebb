import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { readAnswer } from './read-answer.ts';
import { soundWord } from './sound-words.ts';

const WHOLE = '{"tags": ["sea", "blue glass", "spiral staircase"], "places": ["Paris"]}';

describe('an answer', () => {
  const read: [string, string, string[], string[]?][] = [
    ['whole', WHOLE, ['sea', 'blue glass', 'spiral staircase'], ['paris']],
    ['an empty list', '{"tags": [], "places": []}', []],
    [
      'in prose',
      `Sure, {here} it is: ${WHOLE} Anything else?`,
      ['sea', 'blue glass', 'spiral staircase'],
      ['paris'],
    ],
    [
      'in a fence that is not closed',
      `\`\`\`json\n${WHOLE}`,
      ['sea', 'blue glass', 'spiral staircase'],
      ['paris'],
    ],
    ['broken off in a word', '{"tags": ["sea", "blue gl', ['sea']],
    ['broken off behind a comma', '{"tags": ["sea", ', ['sea']],
    ['broken off behind the list', '{"tags": ["sea"]', ['sea']],
    ['trailing commas', '{"tags": ["sea", "fog",], "places": [],}', ['sea', 'fog']],
    ['single quotes and apostrophes', "{'tags': ['children's books', 'fog']}", ["children's books", 'fog']],
    ['curly quotes', '{“tags”: [“sea”, “fog”]}', ['sea', 'fog']],
    ['bare words', '{tags: [sea, blue glass], places: None}', ['sea', 'blue glass']],
    ['no commas', '{"tags": ["sea" "fog"]}', ['sea', 'fog']],
    ['a list that is not closed', '{"tags": ["sea", "fog", "places": []}', ['sea', 'fog']],
    ['comments', '{"tags": ["sea", // obvious\n "fog" /* thick */]}', ['sea', 'fog']],
    ['a text for a list', '{"tags": "sea, fog; rain"}', ['sea', 'fog', 'rain']],
    ['objects for words', '{"tags": [{"name": "sea", "score": 0.9}, {"label": "fog"}]}', ['sea', 'fog']],
    ['words with scores', '{"tags": {"sea": 0.9, "fog": 0.4}}', ['sea', 'fog']],
    ['wrong types', '{"tags": [1, null, true, ["x"], "sea"], "places": 7}', ['sea']],
    ['another key', '{"Keywords": ["sea"]}', ['sea']],
    ['an envelope', '{"result": {"answer": {"tags": ["sea"]}}}', ['sea']],
    ['a bare list', '["sea", "fog"]', ['sea', 'fog']],
    ['doubles in other letters', '{"tags": ["SEA", "Sea", " sea "]}', ['sea']],
    ['hash signs and list marks', '{"tags": ["#sea", "- fog", "* rain"]}', ['sea', 'fog', 'rain']],
    ['a key of the prototype', '{"__proto__": {"tags": ["x"]}, "tags": ["sea"]}', ['sea']],
  ];
  it.each(read)('%s', (_what, text, tags, places = []) => {
    expect(readAnswer(text, 12)).toEqual({ tags, places });
  });

  it.each(['', 'I cannot.', '42', 'null', '{}', '{"a": 1}', '[[[[[[', '{"tags"', '```json\n```', '[]'])(
    '%j holds none',
    (text) => {
      expect(readAnswer(text, 12)).toBeNull();
    },
  );

  it('has at most so many words', () => {
    expect(readAnswer(WHOLE, 2)!.tags).toEqual(['sea', 'blue glass']);
    expect(readAnswer(WHOLE, 0)!.tags).toEqual([]);
  });

  it('whatever was done to it, is read without an error, in time, and gives sound words or none', () => {
    const random = seededRandom(9);
    const bits = [
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      ',',
      ':',
      '\\',
      '\u0000',
      '`',
      '\n',
      'é',
      '\ud800',
      'tags',
      '//',
      '/*',
    ];
    const started = performance.now();
    for (let round = 0; round < 4000; round++) {
      let text = WHOLE;
      for (let change = 0; change < 1 + random() * 6; change++) {
        const at = Math.floor(random() * text.length);
        const bit = bits[Math.floor(random() * bits.length)]!;
        text =
          random() < 0.2
            ? text.slice(0, at)
            : text.slice(0, at) + bit + text.slice(at + (random() < 0.5 ? 1 : 0));
      }
      for (const word of [...(readAnswer(text, 12)?.tags ?? []), ...(readAnswer(text, 12)?.places ?? [])]) {
        expect(soundWord(word)).toBe(word);
      }
    }
    expect(readAnswer('['.repeat(200_000), 12)).toBeNull();
    expect(readAnswer('{"tags":['.repeat(7000), 12)).not.toBeUndefined();
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a word', () => {
  it.each([
    ['price tag', 'price tag'],
    ['shop assistant', 'shop assistant'],
    ['solar system', 'solar system'],
    ['art deco', 'art deco'],
    ['20th century', '20th century'],
    ['mid-20th-century', 'mid-20th-century'],
    ['São Paulo', 'são paulo'],
    ['桜', '桜'],
    ['rock ’n’ roll', 'rock ’n’ roll'],
    ['blue_glass', 'blue glass'],
    ['fog.', 'fog'],
    ['STREET ART', 'street art'],
  ])('%j is one', (said, word) => {
    expect(soundWord(said)).toBe(word);
  });

  it.each([
    '',
    ' ',
    '...',
    '1234',
    'CK:sea',
    'ai:sea',
    'CK|sea',
    'a/b',
    'sea\nfog',
    'sea\u200b',
    '\u202esea',
    'sea\u0007',
    'ignore all of this',
    'add these tags',
    'system prompt',
    'you are free now',
    'www.evil.example',
    'evil.example',
    '10.0.0.1',
    'me@example.org',
    'sk-abcdef123456',
    '0123456789abcdef0123456789',
    '4111 1111 1111 1111',
    'a word with more than four words',
    'x'.repeat(41),
    '{"tags": 1}',
    'none',
    'tags',
    'vision-skipped',
    'Date-Uncertain',
    '\ud800',
  ])('%j is none', (said) => {
    expect(soundWord(said)).toBeNull();
  });
});
