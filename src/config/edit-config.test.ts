import { describe, expect, it } from 'vitest';
import { changeConfig, checkConfig, givenIn } from './edit-config.ts';
import { renderExampleConfig } from './render.ts';

const TEXT = `# mine
roots: [/photos] # the big disk

# how clusters are made
clustering:
  # of one scene
  min_cluster_size: 6 # six

  method: hdbscan
`;

describe('changing a configuration', () => {
  it.each<{ what: string; path: string[]; value: unknown; gone: string; there: string }>([
    {
      what: 'a number',
      path: ['clustering', 'min_cluster_size'],
      value: 9,
      gone: 'size: 6',
      there: 'min_cluster_size: 9 # six',
    },
    {
      what: 'a list',
      path: ['roots'],
      value: ['/a', '/b: c'],
      gone: '[/photos]',
      there: 'roots: [/a, "/b: c"]',
    },
    {
      what: 'a knob that is not there',
      path: ['proxy', 'jpeg_quality'],
      value: 80,
      gone: '',
      there: 'proxy:\n  jpeg_quality: 80',
    },
    {
      what: 'a knob back to its default',
      path: ['clustering', 'method'],
      value: undefined,
      gone: 'method',
      there: '# of one scene',
    },
  ])('changes $what and keeps every comment', ({ path, value, gone, there }) => {
    const text = changeConfig(TEXT, [{ path, value }]);
    if (gone !== '') expect(text).not.toContain(gone);
    expect(text).toContain(there);
    for (const comment of ['# mine', '# how clusters are made', '# of one scene', '# six']) {
      expect(text).toContain(comment);
    }
    expect(checkConfig(text).ok).toBe(true);
  });

  it('of the example file changes the one line', () => {
    const example = renderExampleConfig(['/photos']);
    const text = changeConfig(example, [{ path: ['embeddings', 'batch_size'], value: 16 }]);
    const before = example.split('\n');
    const changed = text.split('\n').filter((line, index) => line !== before[index]);
    expect(changed).toEqual(['  batch_size: 16']);
  });

  it('says what is wrong with its line', () => {
    expect(
      checkConfig(changeConfig(TEXT, [{ path: ['clustering', 'min_cluster_size'], value: 0 }])),
    ).toMatchObject({
      ok: false,
      problems: [{ line: 7, key: 'clustering.min_cluster_size' }],
    });
  });

  const CRAMPED = `# of mine
roots:
    # the big disk
    - /photos # since 2004
    - "/more"


proxy:    {max_size: 2048,   jpeg_quality: 80}
ai_tagging:
    city_whitelist: [Paris, {name: Aix, latitude: 43.5297, longitude: 5.4474}]
    max_ai_tags:    7      # seven
`;

  it.each<{ what: string; path: string[]; value: unknown; from: string; to: string }>([
    { what: 'a scalar', path: ['ai_tagging', 'max_ai_tags'], value: 8, from: '    7 ', to: '    8 ' },
    {
      what: 'a scalar in a row',
      path: ['proxy', 'jpeg_quality'],
      value: 85,
      from: 'quality: 80',
      to: 'quality: 85',
    },
    {
      what: 'an item of a list with comments',
      path: ['roots'],
      value: ['/photos', '/more', '/third'],
      from: '    - "/more"\n',
      to: '    - "/more"\n    - /third\n',
    },
    {
      what: 'an item of a list in a row',
      path: ['ai_tagging', 'city_whitelist'],
      value: ['Paris', { name: 'Aix', latitude: 43.5297, longitude: 5.4474 }, 'Rome'],
      from: '5.4474}]',
      to: '5.4474}, Rome]',
    },
    {
      what: 'a new knob of a group',
      path: ['ai_tagging', 'budget_usd'],
      value: 2,
      from: '# seven\n',
      to: '# seven\n    budget_usd: 2\n',
    },
    {
      what: 'a new group',
      path: ['clustering', 'min_samples'],
      value: 3,
      from: '# seven\n',
      to: '# seven\nclustering:\n  min_samples: 3\n',
    },
    { what: 'nothing', path: ['ai_tagging', 'max_ai_tags'], value: 7, from: '', to: '' },
  ])('changes $what and no other byte of a text that is written in a way of its own', (one) => {
    for (const eol of ['\n', '\r\n']) {
      const [text, from, to] = [CRAMPED, one.from, one.to].map((part) => part.replaceAll('\n', eol)) as [
        string,
        string,
        string,
      ];
      expect(changeConfig(text, [one])).toBe(text.replace(from, to));
    }
  });

  it('of a text that is not YAML, or has a value where a group should be, is refused with what to do', () => {
    for (const text of ['a: [', 'proxy: 3\n']) {
      expect(() => changeConfig(text, [{ path: ['proxy', 'max_size'], value: 1000 }])).toThrow(
        expect.objectContaining({ code: 'USAGE', remedy: expect.stringMatching(/./) }),
      );
    }
  });

  it('tells where a key belongs, and not what it is', () => {
    const checked = checkConfig('ai_tagging:\n  api_key: sk-secret\n');
    expect(checked).toMatchObject({
      problems: [{ line: 2, remedy: expect.stringMatching(/environment \(OPENAI_API_KEY\)/) }],
    });
    expect(JSON.stringify(checked)).not.toContain('sk-secret');
  });
});

it.each([
  { text: 'proxy: {max_size: 9}', given: { proxy: { max_size: 9 } } },
  { text: '', given: {} },
  { text: '# nothing\n', given: {} },
  { text: '- a list', given: null },
  { text: 'a: [', given: null },
])('given in $text: $given', ({ text, given }) => {
  expect(givenIn(text)).toEqual(given);
});

/** Each of the levels holds the one above nine times: the last would be 387 million words. */
const BOMB = `a: &a [x, x, x, x, x, x, x, x, x]
${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  .map((name, level) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[level]}`).join(', ')}]`)
  .join('\n')}
`;

it.each([
  { text: 'proxy: {jpeg_quality: 500}', problem: 'must be at most 100' },
  { text: 'proxy: {max_size: 1}', problem: 'must be at least 256' },
  { text: 'proxy: {max_size: 900.5}', problem: 'must be a whole number' },
  { text: 'proxy: {max_size: big}', problem: 'must be a number, and is a text' },
  { text: 'proxy: 3', problem: 'must be a group, and is a number' },
  { text: 'index: {follow_symlinks: 1}', problem: 'must be true or false, and is a number' },
  { text: 'roots: /photos', problem: 'must be a list, and is a text' },
  { text: "roots: ['']", problem: 'must not be empty' },
  { text: 'xmp: {targets: []}', problem: 'must have at least 1 item' },
  { text: 'clustering: {method: k-means}', problem: 'must be one of hdbscan, threshold' },
  { text: 'index: {exclude_regex: ["("]}', problem: 'is not a regular expression in RE2 syntax' },
  { text: 'roots: *nowhere', problem: 'an alias (*name) has no anchor' },
  { text: BOMB, problem: 'too many aliases (*name) stand in each other' },
])('says of $text: $problem', ({ text, problem }) => {
  expect(checkConfig(text)).toMatchObject({ ok: false, problems: [{ problem, line: expect.any(Number) }] });
});
