import { RE2JS, RE2JSSyntaxException } from 're2js';
import { PhotoTagError } from '../domain/errors.ts';
import type { Library } from './library.ts';

export interface SearchHit {
  readonly path: string;
  /** The tags that matched, with prefix. */
  readonly tags: readonly string[];
  /** `2014-05-03`, or null. */
  readonly day: string | null;
  readonly trustScore: number | null;
}

/**
 * Photos with a tag that the pattern matches (RE2 syntax, without regard to case, tried on `CK:flower`).
 * Distinct names are matched first, then looked up, so that the time does not grow with the library.
 * Throws USAGE where the pattern is not a regular expression.
 */
export async function searchTags(library: Library, pattern: string): Promise<SearchHit[]> {
  const { store, settings } = library;
  const expression = compile(pattern);
  const prefix = { CK: settings.xmp.prefix_ck, AI: settings.xmp.prefix_ai };
  const found = new Map<string, string[]>();
  for (const tag of await store.tags.names()) {
    const shown = `${prefix[tag.layer]}${tag.name}`;
    if (!expression.matcher(shown).find()) continue;
    for (const sha1 of await store.tags.photosWith(tag)) {
      found.set(sha1, [...(found.get(sha1) ?? []), shown]);
    }
  }
  const sha1s = [...found.keys()];
  const files = await store.files.ofPhotos(sha1s);
  const times = await store.photos.captureTimesOf(sha1s);
  return sha1s
    .flatMap((sha1) => {
      const time = times.get(sha1);
      const day = time?.wallMillis == null ? null : new Date(time.wallMillis).toISOString().slice(0, 10);
      return (files.get(sha1) ?? []).map((file) => ({
        path: file.path,
        tags: found.get(sha1)!,
        day,
        trustScore: time?.trustScore ?? null,
      }));
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
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
