import { describe, expect, it } from 'vitest';
import { CONFIG_DEEDS } from '../panels/config/config-deeds.ts';
import { VOCABULARY_DEEDS } from '../panels/config/vocabulary/vocabulary-deeds.ts';
import { ALIKE_DEEDS } from '../panels/review/alike/alike-deeds.ts';
import { GRID_DEEDS } from '../panels/review/grid/grid-deeds.ts';
import { REVIEW_DEEDS } from '../panels/review/review-deeds.ts';
import { RUN_DEEDS } from '../panels/run/run-deeds.ts';
import { SHARED_RUN_DEEDS } from '../panels/run/shared-run-deeds.ts';
import { WRITE_DEEDS } from '../panels/write/write-deeds.ts';
import { DICTIONARY } from '../words/index.ts';
import { type Deed, deedOf } from './deed.ts';
import { type KeyStroke, matches } from './shortcut.ts';

const stroke = (key: string, rest: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...rest,
});

describe('a shortcut', () => {
  it.each<{ shortcut: string; pressed: KeyStroke; is: boolean; when: string }>([
    { shortcut: 'j', pressed: stroke('j'), is: true, when: 'the letter' },
    { shortcut: 'j', pressed: stroke('J', { shiftKey: true }), is: false, when: 'with Shift' },
    { shortcut: 'j', pressed: stroke('J'), is: true, when: 'with Caps Lock' },
    { shortcut: 'j', pressed: stroke('j', { ctrlKey: true }), is: false, when: 'with Ctrl' },
    { shortcut: 'j', pressed: stroke('j', { altKey: true }), is: false, when: 'with Alt' },
    { shortcut: 'Ctrl+Z', pressed: stroke('z', { metaKey: true }), is: true, when: 'with ⌘' },
    {
      shortcut: 'Ctrl+Z',
      pressed: stroke('Z', { ctrlKey: true, shiftKey: true }),
      is: false,
      when: 'with Shift too',
    },
    {
      shortcut: 'Ctrl+Shift+Z',
      pressed: stroke('Z', { ctrlKey: true, shiftKey: true }),
      is: true,
      when: 'with both',
    },
    {
      shortcut: 'Shift+2',
      pressed: stroke('"', { code: 'Digit2', shiftKey: true }),
      is: true,
      when: 'a British keyboard',
    },
    { shortcut: '2', pressed: stroke('é', { code: 'Digit2' }), is: true, when: 'a French keyboard' },
    { shortcut: '?', pressed: stroke('?', { shiftKey: true }), is: true, when: 'as it is typed' },
    { shortcut: 'Space', pressed: stroke(' '), is: true, when: 'the space bar' },
    {
      shortcut: 'Enter',
      pressed: stroke('Enter', { shiftKey: true }),
      is: false,
      when: 'with Shift',
    },
  ])('$shortcut, $when: $is', ({ shortcut, pressed, is }) => {
    expect(matches(shortcut, pressed)).toBe(is);
  });
});

describe('a stroke', () => {
  const deed: Deed<{ allowed: boolean }> = {
    id: 'go',
    group: 'go',
    label: () => 'Go',
    keys: ['g', 'Enter', 'Ctrl+G'],
    isAllowed: ({ allowed }) => allowed,
    run: () => undefined,
  };
  const nowhere = { isText: false, isPressable: false, isInDialog: false };
  const found = (pressed: KeyStroke, target = {}, { allowed = true, single = true } = {}) =>
    deedOf([deed], { allowed }, pressed, { ...nowhere, ...target }, single)?.id ?? null;

  it('asks for its deed, and for none that is not allowed', () => {
    expect(found(stroke('g'))).toBe('go');
    expect(found(stroke('g'), {}, { allowed: false })).toBeNull();
    expect(found(stroke('h'))).toBeNull();
  });

  it('decides nothing more while its key is held down', () => {
    expect(found(stroke('g', { repeat: true }))).toBeNull();
    const held = (deeds: readonly Deed<never>[]) =>
      deeds.filter((one) => one.mayRepeat).map(({ group }) => group);
    // Tags are marked by arrows; clusters, photos and the zoom go on as well.
    expect(held(REVIEW_DEEDS as readonly Deed<never>[])).toEqual([
      ...['decide', 'decide'],
      ...['go', 'go'],
      ...Array(8).fill('picture'),
    ]);
    expect(new Set(held(GRID_DEEDS as readonly Deed<never>[]))).toEqual(new Set(['go', 'cluster']));
    expect(new Set(held(ALIKE_DEEDS as readonly Deed<never>[]))).toEqual(new Set(['go']));
    expect(held(RUN_DEEDS as readonly Deed<never>[])).toEqual([]);
    expect(held(SHARED_RUN_DEEDS as readonly Deed<never>[])).toEqual(['go', 'go']);
    expect(held(WRITE_DEEDS as readonly Deed<never>[])).toEqual(['go', 'go']);
  });

  it('is a letter where one types, and stays in a dialog', () => {
    expect(found(stroke('g'), { isText: true })).toBeNull();
    expect(found(stroke('g'), { isInDialog: true })).toBeNull();
  });

  it('is heard where one types, where the deed says so', () => {
    const pressed = stroke('g', { ctrlKey: true });
    expect(found(pressed, { isText: true })).toBeNull();
    const inText = { ...deed, worksInText: true };
    const target = { isText: true, isPressable: false, isInDialog: false };
    expect(deedOf([inText], { allowed: true }, pressed, target, true)?.id).toBe('go');
    expect(deedOf([inText], { allowed: true }, pressed, { ...target, isInDialog: true }, true)).toBeNull();
  });

  it('presses the button that has the focus, where it is Enter or the space bar', () => {
    expect(found(stroke('Enter'), { isPressable: true })).toBeNull();
    expect(found(stroke('g'), { isPressable: true })).toBe('go');
  });

  it('needs Ctrl or a key with a name when single letters are switched off', () => {
    expect(found(stroke('g'), {}, { single: false })).toBeNull();
    expect(found(stroke('g', { ctrlKey: true }), {}, { single: false })).toBe('go');
    expect(found(stroke('Enter'), {}, { single: false })).toBe('go');
  });
});

describe.each([
  ['review', REVIEW_DEEDS as readonly Deed<never>[]],
  ['the grid', GRID_DEEDS as readonly Deed<never>[]],
  ['clusters that are alike', ALIKE_DEEDS as readonly Deed<never>[]],
  ['run', [...RUN_DEEDS, ...SHARED_RUN_DEEDS] as readonly Deed<never>[]],
  ['write', WRITE_DEEDS as readonly Deed<never>[]],
  ['config', CONFIG_DEEDS as readonly Deed<never>[]],
  [
    'the vocabulary',
    [
      ...(VOCABULARY_DEEDS as readonly Deed<never>[]),
      ...(CONFIG_DEEDS.filter(({ id }) => id.startsWith('view-')) as readonly Deed<never>[]),
    ],
  ],
])('the deeds of %s', (_, deeds) => {
  it('have a name each, a text in every language, and no key that another one has', () => {
    const ids = deeds.map((deed) => deed.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = [...deeds.flatMap((deed) => deed.keys.map((key) => key.toLowerCase())), '?'];
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    for (const words of Object.values(DICTIONARY)) {
      for (const deed of deeds) expect(deed.label(words), deed.id).toMatch(/\p{L}/u);
    }
  });
});
