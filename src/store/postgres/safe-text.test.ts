import { expect, it } from 'vitest';
import { fromSafeText, toSafeText } from './safe-text.ts';

it.each([
  ['nothing', ''],
  ['plain text', 'Küste 🌊'],
  ['U+0000', 'a\0b'],
  ['a lone surrogate', 'x\ud800y\udc00'],
  ['the escape itself', '\uFDD0'],
  ['what looks escaped', '\uFDD00000'],
  ['all at once', '\0\ud83c\uFDD0fdd0🌊\udfff'],
])('writes %s so that Postgres takes it, and reads the same', (_, text) => {
  const safe = toSafeText(text);
  expect(safe).not.toContain('\0');
  expect(safe.isWellFormed()).toBe(true);
  expect(fromSafeText(safe)).toBe(text);
});

it('leaves text as it is where nothing is in the way, so that others can read the tables', () => {
  expect(toSafeText('/photos/año/IMG_1.CR2')).toBe('/photos/año/IMG_1.CR2');
});
