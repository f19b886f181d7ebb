import { RE2JS, RE2JSSyntaxException } from 're2js';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';

/**
 * Photos with a tag that the pattern matches (RE2 syntax, without regard to case, tried on `CK:flower`), each with the
 * tags that did. Distinct names are matched first, then looked up, so that the time does not grow with the library.
 * @throws USAGE where the pattern is not a regular expression
 */
export async function tagged({ store, settings }: Library, pattern: string): Promise<Map<Sha1, string[]>> {
  const expression = compile(pattern);
  const prefix = { CK: settings.xmp.prefix_ck, AI: settings.xmp.prefix_ai };
  const found = new Map<Sha1, string[]>();
  for (const tag of await store.tags.names()) {
    const shown = `${prefix[tag.layer]}${tag.name}`;
    if (!expression.matcher(shown).find()) continue;
    for (const sha1 of await store.tags.photosWith(tag)) {
      const tags = found.get(sha1);
      if (tags === undefined) found.set(sha1, [shown]);
      else tags.push(shown);
    }
  }
  return found;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
  } catch (cause) {
    if (!(cause instanceof RE2JSSyntaxException)) throw cause;
    throw new PhotoTagError('USAGE', `Not a regular expression: ${pattern} (${cause.message})`, {
      cause,
      remedy:
        'Use RE2 syntax, like flower|plants or ^AI:blue; look-ahead and back-references do not exist there.',
    });
  }
}
