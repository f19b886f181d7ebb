import type { ItemToken } from 'wink-nlp';
import type { ParsedWord, WordKind } from '../../algorithms/mine-words/parsed-word.ts';
import type { PhraseParser } from '../phrase-parser.ts';

/** Universal part-of-speech tags that matter here. */
const KINDS: Readonly<Record<string, WordKind>> = {
  NOUN: 'noun',
  PROPN: 'name',
  ADJ: 'adjective',
  VERB: 'verb',
  PUNCT: 'mark',
  SYM: 'mark',
};

/** The English parser of wink-nlp with its small model: no network, no file but those of the package. */
export function createWinkParser(): PhraseParser {
  let loaded: Promise<(text: string) => ParsedWord[]> | null = null;
  return {
    id: 'wink-nlp/wink-eng-lite-web-model, mended 1',
    async parse(texts) {
      if (texts.length === 0) return [];
      loaded ??= load();
      return texts.map(await loaded);
    },
  };
}

async function load(): Promise<(text: string) => ParsedWord[]> {
  const [{ default: winkNlp }, { default: model }] = await Promise.all([
    import('wink-nlp'),
    import('wink-eng-lite-web-model'),
  ]);
  const nlp = winkNlp(model, ['pos']);
  const { its } = nlp;
  return (text) => {
    const words: ParsedWord[] = [];
    nlp
      .readDoc(plainCase(text))
      .tokens()
      .each((token: ItemToken) => {
        const text = token.out(its.value);
        const kind = KINDS[token.out(its.pos)] ?? 'other';
        words.push({ text, kind: kind === 'name' && !/^\p{Lu}/u.test(text) ? 'noun' : kind });
      });
    return mended(words);
  };
}

/**
 * Running text as the parser knows it best: the capital that only begins a sentence goes, since it makes a name of
 * every `Sunset over the sea`; hyphens inside words go as well (`stained-glass window`).
 */
function plainCase(text: string): string {
  return text
    .replace(
      /(^|[.!?]\s+)(\p{Lu})(?=\p{Ll}*(?:\s+\p{Ll}|$))/gu,
      (_, before: string, letter: string) => before + letter.toLowerCase(),
    )
    .replace(/(?<=\p{L}{2})-(?=\p{L}{2})/gu, ' ')
    .replace(/\b\p{L}-(?=\p{L}{2})/gu, '');
}

/** What small models take for verbs behind `of`, `with` or an article is a noun: `a photo of leaves`. */
function mended(words: readonly ParsedWord[]): ParsedWord[] {
  return words.map((word, index) => {
    if (word.kind !== 'verb' || !/[^s]s$/.test(word.text)) return word;
    const before = words[index - 1];
    const isBehind =
      before !== undefined && /^(?:of|with|the|some|many|few|several|and|two|three)$/i.test(before.text);
    const after = words[index + 1];
    const ends =
      after === undefined ||
      after.kind === 'mark' ||
      /^(?:on|in|at|with|and|of|against|under|over|by|from)$/i.test(after.text);
    return (isBehind && before.text.toLowerCase() !== 'and') || (before?.kind === 'adjective' && ends)
      ? { ...word, kind: 'noun' }
      : word;
  });
}
