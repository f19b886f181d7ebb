import { nearMiss } from '../../config/near-miss.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Library } from '../library.ts';

export interface TagKey {
  readonly layer: TagLayer;
  /** Without prefix. */
  readonly name: string;
}

/** Longer keywords are cut by programs that keep IPTC (64 bytes). */
const MOST_LETTERS = 64;

/**
 * The tag that somebody typed: `CK:flower`, `AI:blue glass`; a word of the vocabulary also without prefix, and also by
 * an alias. Controlled tags are those of the vocabulary and the cities, freeform ones are any word.
 * @throws USAGE for a controlled word that is none, with the one that was probably meant
 */
export function tagNamed({ settings }: Pick<Library, 'settings'>, typed: string): TagKey {
  const { prefix_ck, prefix_ai } = settings.xmp;
  const text = typed.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (prefix_ai !== '' && hasPrefix(text, prefix_ai)) return freeform(text.slice(prefix_ai.length), typed);
  const hasOwn = prefix_ck !== '' && hasPrefix(text, prefix_ck);
  const word = (hasOwn ? text.slice(prefix_ck.length) : text).trim();
  const known = controlledWords(settings.vocabulary);
  const name = known.get(word.toLowerCase());
  if (name !== undefined) return { layer: 'CK', name };
  const near = nearMiss(word, [...known.keys()]);
  const hint = near === null ? '' : ` Did you mean ${prefix_ck}${known.get(near)}?`;
  throw new PhotoTagError('USAGE', `${word === '' ? typed : word} is no word of your vocabulary.${hint}`, {
    remedy: `Add it to the vocabulary first, or write ${prefix_ai}${word === '' ? 'word' : word} for a freeform tag.`,
  });
}

/** Every controlled name by each of its words in lower case. */
function controlledWords({ terms, cities }: Library['settings']['vocabulary']): Map<string, string> {
  const words = new Map<string, string>();
  const put = (word: string, name: string) => {
    const key = word.normalize('NFC').toLowerCase();
    if (!words.has(key)) words.set(key, name);
  };
  const all = [...terms, ...cities];
  for (const { name } of all) put(name, name);
  for (const { name, aliases = [] } of all) for (const alias of aliases) put(alias, name);
  return words;
}

function freeform(word: string, typed: string): TagKey {
  const name = word.trim().toLowerCase();
  if (name !== '' && name.length <= MOST_LETTERS && !/[\p{Cc}|]/u.test(name)) return { layer: 'AI', name };
  throw new PhotoTagError('USAGE', `${JSON.stringify(typed)} is no tag`, {
    remedy: `A freeform tag has 1 to ${MOST_LETTERS} characters, and no | in it.`,
  });
}

const hasPrefix = (text: string, prefix: string): boolean =>
  text.toLowerCase().startsWith(prefix.toLowerCase());

export const shownTag = ({ settings }: Pick<Library, 'settings'>, { layer, name }: TagKey): string =>
  `${layer === 'CK' ? settings.xmp.prefix_ck : settings.xmp.prefix_ai}${name}`;
