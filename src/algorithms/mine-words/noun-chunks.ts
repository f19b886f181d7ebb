import type { ParsedWord } from './parsed-word.ts';

/** Adjectives and the nouns behind them: `red vintage | sports car`; or a name: `Eiffel Tower`. */
export interface NounChunk {
  readonly kind: 'thing' | 'name';
  readonly adjectives: readonly string[];
  /** In order; of a name all its words. */
  readonly nouns: readonly string[];
}

/** Runs of adjectives, nouns and names that belong together. What other words part is apart. */
export function nounChunks(words: readonly ParsedWord[]): NounChunk[] {
  const chunks: NounChunk[] = [];
  let adjectives: string[] = [];
  let nouns: string[] = [];
  let names: string[] = [];
  const end = (): void => {
    if (nouns.length > 0) chunks.push({ kind: 'thing', adjectives, nouns });
    if (names.length > 0) chunks.push({ kind: 'name', adjectives: [], nouns: names });
    [adjectives, nouns, names] = [[], [], []];
  };
  for (const { text, kind } of words) {
    if (kind === 'adjective') {
      if (nouns.length > 0 || names.length > 0) end();
      adjectives.push(text);
    } else if (kind === 'noun') {
      // `a Pentax camera`: the camera is a thing, and the name is one by itself.
      if (names.length > 0) end();
      nouns.push(text);
    } else if (kind === 'name') {
      if (nouns.length > 0) end();
      names.push(text);
    } else if (names.length > 0 && /^(?:of|de|do|da|del|the|la|['’]s|[.&-])$/.test(text)) {
      names.push(text);
    } else {
      end();
    }
  }
  end();
  return chunks.map(withoutLooseEnds);
}

const withoutLooseEnds = (chunk: NounChunk): NounChunk => {
  if (chunk.kind === 'thing') return chunk;
  const last = chunk.nouns.findLastIndex((word) => /^\p{Lu}/u.test(word));
  return { ...chunk, nouns: chunk.nouns.slice(0, last + 1) };
};
