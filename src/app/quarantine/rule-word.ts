import { foldKey } from '../../algorithms/words/fold-words.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { WordVerdict } from '../../domain/quarantine.ts';
import type { Progress } from '../../pipeline/progress.ts';
import type { LockHolder } from '../../pipeline/run-lock.ts';
import { runPipeline } from '../../pipeline/run-pipeline.ts';
import { writeAudit } from '../audit.ts';
import type { Library } from '../library.ts';
import { lockLibrary } from '../lock-library.ts';

export interface RuleWordRequest {
  /** In whatever form: `towers` rules `tower` as well. */
  readonly word: string;
  /** Null takes back what was said of it. */
  readonly verdict: WordVerdict | null;
  /** As the user typed it, for whoever finds the lock. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onAbandoned?: ((holder: LockHolder) => void) | undefined;
}

export interface RuleWordReport {
  readonly word: string;
  readonly before: WordVerdict | null;
  readonly verdict: WordVerdict | null;
  /** Medoids of which it was said: their clusters are tagged anew where the rule makes a difference. */
  readonly photos: number;
  /** Photos that have it among their proposals now. */
  readonly proposed: number;
  /** Photos where it waits all the same: GPS contradicts it there. Of a word that is not released, all. */
  readonly waiting: number;
  /** The rule stands; the tags of some photos come with the next run. */
  readonly cancelled: boolean;
}

/**
 * Releases a word of the quarantine, bans it, or takes either back. The rule is kept, and holds for photos to come. Where
 * it was said before, freeform tags are proposed anew at once; nothing else is due by it.
 * @throws USAGE where there is no such word in the quarantine and no rule on it
 */
export async function ruleWord(library: Library, request: RuleWordRequest): Promise<RuleWordReport> {
  const { store } = library;
  const { verdict } = request;
  const key = foldKey(request.word);
  const before = (await store.quarantine.rules()).get(key) ?? null;
  const forms = (await store.quarantine.words())
    .map(({ word }) => word)
    .filter((word) => foldKey(word) === key);
  const word = forms[0] ?? request.word;
  if (forms.length === 0 && before === null) throw unknown(request.word);
  const lock = await lockLibrary(library, request.command);
  try {
    if (lock.abandonedBy) request.onAbandoned?.(lock.abandonedBy);
    const waiting = await photosOf(library, forms);
    const affected = before !== verdict ? [...waiting, ...(await proposedOn(library, key))] : [];
    await store.transaction(async (transaction) => {
      await transaction.quarantine.putRule(key, verdict);
      await transaction.outcomes.remove('ai-tags', affected);
    });
    const { cancelled } = await runPipeline(
      affected.length === 0 ? [] : ['ai-tags'],
      (name) => library.stageOf(name),
      {
        store,
        signal: request.signal,
        onProgress: request.onProgress,
      },
    );
    if (affected.length > 0) await writeAudit(library);
    const proposed = (await proposedOn(library, key)).length;
    const left = (await photosOf(library, forms)).length;
    return { word, before, verdict, photos: waiting.length, proposed, waiting: left, cancelled };
  } finally {
    await lock.release();
  }
}

async function photosOf({ store }: Library, words: readonly string[]): Promise<Sha1[]> {
  const sha1s = new Set<Sha1>();
  for (const word of words) for (const { sha1 } of await store.quarantine.photosWith(word)) sha1s.add(sha1);
  return [...sha1s];
}

async function proposedOn({ store }: Library, key: string): Promise<Sha1[]> {
  const sha1s = new Set<Sha1>();
  for (const { layer, name } of await store.tags.names()) {
    if (layer !== 'AI' || foldKey(name) !== key) continue;
    for (const sha1 of await store.tags.photosWith({ layer, name })) sha1s.add(sha1);
  }
  return [...sha1s];
}

function unknown(word: string): PhotoTagError {
  return new PhotoTagError('USAGE', `No photo has “${word}” in the quarantine`, {
    remedy: 'See `photo-tag quarantine` for the words that wait.',
  });
}
