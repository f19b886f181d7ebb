import type { Sha1 } from '../../domain/photo.ts';
import type { Deed, DeedSummary, TagState } from '../../store/deed-store.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from '../library.ts';

export interface TakenBack {
  readonly id: number;
  /** The deed in words. */
  readonly words: string;
  /** When it was done: ISO 8601, UTC. */
  readonly at: string;
  readonly photos: number;
  /** Photos of which something else was said since: they are left as they are. */
  readonly left: number;
}

/** Takes the last deed back; null where there is none. Each is one transaction. */
export const undoDeed = (library: Library): Promise<TakenBack | null> => turnBack(library, 'undo');

/** Does again what was taken back last; null where there is nothing. */
export const redoDeed = (library: Library): Promise<TakenBack | null> => turnBack(library, 'redo');

/** The deeds, newest first. @param before the id of the last one of the page before */
export const listDeeds = (
  { store }: Library,
  page: { readonly before: number | null; readonly limit: number },
): Promise<DeedSummary[]> => store.deeds.page(page);

function turnBack({ store }: Library, way: 'undo' | 'redo'): Promise<TakenBack | null> {
  return store.transaction(
    async (transaction) => {
      const { deeds } = transaction;
      const deed = way === 'undo' ? await deeds.last() : await deeds.lastTakenBack();
      if (deed === null) return null;
      const { photos, left } = await apply(transaction, deed, way);
      await deeds.setTakenBack(deed.id, way === 'undo');
      return { id: deed.id, words: deed.words, at: deed.at, photos, left };
    },
    { durable: true },
  );
}

async function apply(store: Store, { body }: Deed, way: 'undo' | 'redo') {
  let photos = 0;
  let left = 0;
  const counted = (all: readonly Sha1[], same: readonly Sha1[]): readonly Sha1[] => {
    photos += same.length;
    left += all.length - same.length;
    return same;
  };
  if (body.kind === 'people') {
    for (const { before, after, sha1s } of body.changes) {
      const [from, to] = way === 'undo' ? [after, before] : [before, after];
      const flags = await store.clusters.peopleFlagsOf(sha1s);
      const same = sha1s.filter((sha1) => (flags.get(sha1) ?? null) === from);
      await store.clusters.putPeopleFlag(counted(sha1s, same), to);
    }
    return { photos, left };
  }
  for (const { before, after, sha1s } of body.changes) {
    const [from, to] = way === 'undo' ? [after, before] : [before, after];
    const states = await store.deeds.tagStates(body, sha1s);
    const same = sha1s.filter((sha1) => isSame(states.get(sha1)!, from));
    await store.deeds.putTagState(body, counted(sha1s, same), to);
  }
  return { photos, left };
}

const isSame = (one: TagState, other: TagState): boolean =>
  one.verdict === other.verdict && one.source === other.source && one.undoneBy === other.undoneBy;
