import { type MinedWord, mineWords } from '../algorithms/mine-words/index.ts';
import type { PhraseSet } from '../algorithms/mine-words/phrase-set.ts';
import { placeFormsIn } from '../algorithms/place-words/place-form.ts';
import { foldKey } from '../algorithms/words/fold-words.ts';
import type { Description } from '../domain/description.ts';
import type { PhraseParser } from '../models/phrase-parser.ts';

/** What a description says, as words that could be tags. */
export interface CaptionWords {
  readonly words: readonly MinedWord[];
  /** Those of them, folded, that the description uses as names of places: `in Kazan`. */
  readonly placeForms: ReadonlySet<string>;
}

/**
 * Words of caption, paragraph and objects, each once.
 * @param known phrases to look for whatever the parser makes of them
 */
export async function captionWords(
  { caption, detailedCaption, objects }: Description,
  parser: PhraseParser,
  known: PhraseSet,
): Promise<CaptionWords> {
  const texts = [caption, detailedCaption, ...new Set(objects.map(({ words }) => words))];
  const found = new Map<string, MinedWord>();
  for (const parsed of await parser.parse(texts)) {
    for (const mined of mineWords(parsed, known)) {
      const key = foldKey(mined.word);
      // What one sentence calls by a common noun is no name.
      if (!found.has(key) || !mined.isName) found.set(key, mined);
    }
  }
  const forms = new Set([caption, detailedCaption].flatMap(placeFormsIn).map(foldKey));
  const words = [...found.values()];
  return {
    words,
    placeForms: new Set(words.filter(({ word }) => forms.has(foldKey(word))).map(({ word }) => word)),
  };
}
