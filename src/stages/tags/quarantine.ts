import { foldKey } from '../../algorithms/words/fold-words.ts';
import type { QuarantinedWord, WordVerdict } from '../../domain/quarantine.ts';
import type { Proposal, TagCandidate } from '../../domain/tag.ts';

/** Whether a word has to wait; one that the user released has not, but where that is final. */
export const isWithheld = (
  { name, withheld }: TagCandidate,
  words: ReadonlyMap<string, WordVerdict>,
): boolean => Boolean(withheld) && (withheld?.isFinal === true || words.get(foldKey(name)) !== 'released');

/** Nobody proposes it: not even who sees it. It waits unseen, so that the ban can be taken back. */
export const isBanned = (name: string, words: ReadonlyMap<string, WordVerdict>): boolean =>
  words.get(foldKey(name)) === 'banned';

/** Each word once, without what is suggested by another tagger. */
export function wordsToWait(
  waiting: readonly QuarantinedWord[],
  suggested: readonly Proposal[],
): QuarantinedWord[] {
  const seen = new Set(suggested.map(({ name }) => foldKey(name)));
  return waiting.filter(({ word }) => {
    const key = foldKey(word);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
