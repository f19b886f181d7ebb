import { PhotoTagError } from '../../domain/errors.ts';
import { type TagKey, tagNamed } from '../decide/tag-name.ts';
import type { Library } from '../library.ts';

const MOST_LETTERS = 64;

/** A word that is tried: of the vocabulary by any of its names, or a new one. Throws USAGE for what is no word. */
export function wordTyped(library: Pick<Library, 'settings'>, typed: string): TagKey {
  try {
    return tagNamed(library, typed);
  } catch {
    const { prefix_ck } = library.settings.xmp;
    const hasPrefix = prefix_ck !== '' && typed.toLowerCase().startsWith(prefix_ck.toLowerCase());
    const name = (hasPrefix ? typed.slice(prefix_ck.length) : typed)
      .normalize('NFC')
      .trim()
      .replace(/\s+/g, ' ');
    if (name !== '' && name.length <= MOST_LETTERS && !/[\p{Cc}|]/u.test(name)) return { layer: 'CK', name };
    throw new PhotoTagError('USAGE', `${JSON.stringify(typed)} is no word to try`, {
      remedy: `Write a word or a few, ${MOST_LETTERS} characters at most.`,
    });
  }
}
