import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../../src/app/config-schema.ts';
import { CONFIG_HELP_PT } from '../../words/config-help-pt.ts';
import { DICTIONARY } from '../../words/index.ts';
import { hunksOf, lineDiff } from './line-diff.ts';
import { differingIn, isFound, type KnobSchema, lineOf, sectionsOf, valueAt } from './settings.ts';

const sections = sectionsOf(configJsonSchema() as KnobSchema);
const settings = sections.flatMap((section) => section.settings);
const setting = (key: string) => settings.find((one) => one.key === key)!;

describe('the form', () => {
  it('has every knob of the schema, with the field that fits', () => {
    expect(settings.length).toBeGreaterThan(60);
    expect(
      [
        'roots',
        'proxy.max_size',
        'index.include_ext',
        'index.follow_symlinks',
        'date_resolver.sane_range',
        'date_resolver.weights.fs_time',
        'clustering.method',
        'ai_tagging.city_whitelist',
        'ai_tagging.prices',
        'xmp.targets',
        'review.audit_csv',
      ].map((key) => setting(key).kind),
    ).toEqual([
      'roots',
      'number',
      'list',
      'switch',
      'pair',
      'number',
      'choice',
      'cities',
      'yaml',
      'choices',
      'text',
    ]);
    expect(setting('proxy.max_size')).toMatchObject({
      minimum: 256,
      maximum: 4096,
      unit: 'px',
      isInteger: true,
      standard: 1024,
    });
  });

  it('has a name in every language for each section of the schema', () => {
    for (const { config } of Object.values(DICTIONARY)) {
      for (const { name } of sections) expect(config.sections[name], name).toMatch(/\p{L}/u);
    }
  });

  it('explains in Portuguese no knob that is gone', () => {
    const known = new Set([...settings.map(({ key }) => key), ...sections.map(({ name }) => name)]);
    expect(Object.keys(CONFIG_HELP_PT).filter((key) => !known.has(key))).toEqual([]);
  });

  it('tells which knobs differ between two texts', () => {
    const differing = differingIn(sections, { proxy: { max_size: 900 } }, { proxy: {}, roots: ['/a'] });
    expect(differing.map(({ setting: { key }, value }) => [key, value])).toEqual([
      ['roots', ['/a']],
      ['proxy.max_size', undefined],
    ]);
  });

  it.each([
    { given: { proxy: { max_size: 9 } }, value: 9 },
    { given: { proxy: 3 }, value: undefined },
    { given: { proxy: null }, value: undefined },
    { given: null, value: undefined },
  ])('reads $given', ({ given, value }) => {
    expect(valueAt(given, ['proxy', 'max_size'])).toBe(value);
  });

  it.each([
    { path: ['b', 'x'], line: 4 },
    { path: ['a', 'x'], line: 2 },
    { path: ['b', 'gone'], line: 3 },
    { path: ['gone'], line: 1 },
  ])('finds $path in the text on line $line', ({ path, line }) => {
    expect(lineOf('a:\n  x: 1\nb: # x: 9\n  x: 2\n', path)).toBe(line);
  });

  it.each([
    { search: 'jpeg QUAL', is: true },
    { search: 'petropolis', is: true },
    { search: 'quality gone', is: false },
    { search: '', is: true },
  ])('finds "$search": $is', ({ search, is }) => {
    expect(isFound(search, ['proxy.jpeg_quality', 'JPEG quality of Petrópolis'])).toBe(is);
  });
});

describe('the difference', () => {
  const text = (letters: string) =>
    letters
      .split('')
      .map((letter) => `${letter}\n`)
      .join('');
  const shown = (before: string, after: string) =>
    lineDiff(text(before), text(after))
      .map(({ kind, text }) => (kind === 'same' ? '' : kind === 'added' ? '+' : '-') + text)
      .join(' ');
  it.each([
    { before: '', after: '', is: '' },
    { before: 'abc', after: 'abc', is: 'a b c' },
    { before: 'abc', after: 'axc', is: 'a -b +x c' },
    { before: 'abc', after: 'ac', is: 'a -b c' },
    { before: 'ac', after: 'abc', is: 'a +b c' },
    { before: '', after: 'a', is: '+a' },
    { before: 'a', after: '', is: '-a' },
    { before: 'aaa', after: 'aa', is: 'a a -a' },
    { before: 'abcabba', after: 'cbabac', is: '-a -b c +b a b -b a +c' },
  ])('from "$before" to "$after" is "$is"', ({ before, after, is }) => {
    expect(shown(before, after)).toBe(is);
  });

  it('of random texts leads from the one to the other', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 16807) % 2147483647;
      return seed % below;
    };
    for (let round = 0; round < 200; round++) {
      const [before, after] = [0, 1].map(() =>
        Array.from({ length: random(30) }, () => 'abcd'[random(4)]).join(''),
      ) as [string, string];
      const lines = lineDiff(text(before), text(after));
      const side = (gone: string) => lines.flatMap(({ kind, text }) => (kind === gone ? [] : text)).join('');
      expect([side('added'), side('removed')]).toEqual([before, after]);
    }
  });

  it('takes no long time for two large texts that have nothing in common', () => {
    const many = (letter: string) => Array.from({ length: 20_000 }, (_, i) => `${letter}${i}`).join('\n');
    expect(lineDiff(many('a'), many('b'))).toHaveLength(40_000);
  });

  it('shows places of change with three lines around, each line once', () => {
    const before = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`);
    const after = before.with(9, 'ten').with(13, 'fourteen').with(34, 'thirty-five');
    const hunks = hunksOf(lineDiff(before.join('\n'), after.join('\n')));
    expect(hunks.map((hunk) => [hunk[0]!.text, hunk.at(-1)!.text, hunk.length])).toEqual([
      ['line 7', 'line 17', 13],
      ['line 32', 'line 38', 8],
    ]);
  });
});
