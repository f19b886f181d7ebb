import { foldKey } from '../../algorithms/words/fold-words.ts';
import type { WordVerdict } from '../../domain/quarantine.ts';
import type { Library } from '../library.ts';

export interface WaitingWord {
  readonly word: string;
  readonly photos: number;
  /** Paths of some of them. */
  readonly examples: readonly string[];
  /** Why it waits, each reason once, of the examples. */
  readonly reasons: readonly string[];
}

export interface Quarantine {
  /** Most photos first. */
  readonly words: readonly WaitingWord[];
  /** Of all words that wait, shown or not. */
  readonly total: number;
  readonly rules: readonly { readonly word: string; readonly verdict: WordVerdict }[];
}

/** Words that wait, without those that were banned. */
export async function listQuarantine(
  { store }: Library,
  { limit, examples }: { readonly limit: number; readonly examples: number },
): Promise<Quarantine> {
  const rules = await store.quarantine.rules();
  const waiting = (await store.quarantine.words()).filter(
    ({ word }) => rules.get(foldKey(word)) !== 'banned',
  );
  const words: WaitingWord[] = [];
  for (const { word, photos } of waiting.slice(0, limit)) {
    const some = await store.quarantine.photosWith(word, Math.max(1, examples));
    const files = await store.files.ofPhotos(some.map(({ sha1 }) => sha1));
    words.push({
      word,
      photos,
      examples: some.slice(0, examples).flatMap(({ sha1 }) => files.get(sha1)?.[0]?.path ?? []),
      reasons: [...new Set(some.map(({ reason }) => reason))],
    });
  }
  return {
    words,
    total: waiting.length,
    rules: [...rules].map(([word, verdict]) => ({ word, verdict })),
  };
}
