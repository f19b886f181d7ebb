import { RE2JS, RE2JSSyntaxException } from 're2js';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Tag } from '../../store/store.ts';
import type { Library } from '../library.ts';

/**
 * Tags that the pattern matches (RE2 syntax, without regard to case, tried on `CK:flower`). It is tried on each distinct
 * name once, so that the time does not grow with the library.
 * @throws USAGE where the pattern is not a regular expression
 */
export async function tagsMatching({ reading, settings }: Library, pattern: string): Promise<Tag[]> {
  const expression = compile(pattern);
  const names = await reading.tags.everyName();
  return names.filter((tag) => expression.matcher(shownTag(settings, tag)).find());
}

/** Of each photo the tags among these that it has, with prefix: proposed and not rejected, or decided. */
export async function tagsAmong(
  { store, settings }: Library,
  sha1s: readonly Sha1[],
  tags: readonly Tag[],
): Promise<Map<Sha1, string[]>> {
  const meant = new Set(tags.map((tag) => shownTag(settings, tag)));
  const proposals = await store.tags.proposalsOf(sha1s);
  const decisions = await store.tags.decisionsOf(sha1s);
  const found = new Map<Sha1, string[]>();
  for (const sha1 of sha1s) {
    const shown = new Set((proposals.get(sha1) ?? []).map((tag) => shownTag(settings, tag)));
    for (const decision of decisions.get(sha1) ?? []) {
      if (decision.verdict === 'rejected') shown.delete(shownTag(settings, decision));
      else shown.add(shownTag(settings, decision));
    }
    const own = [...shown].filter((tag) => meant.has(tag));
    if (own.length > 0) found.set(sha1, own);
  }
  return found;
}

function shownTag({ xmp }: Library['settings'], { layer, name }: Tag): string {
  return `${layer === 'CK' ? xmp.prefix_ck : xmp.prefix_ai}${name}`;
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
