import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Deed, DeedPart, DeedSummary, TagState } from '../../store/deed-store.ts';
import type { Store } from '../../store/store.ts';
import { isSameDecision } from '../dates/same-decision.ts';
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
  /** Photos whose dates are due by it. */
  readonly datesOf: readonly Sha1[];
}

export interface Turn {
  readonly id: number;
  readonly words: string;
}

/**
 * Takes the last deed back; null where there is none. Each is one transaction.
 * @param expected the deed that is meant: who asks twice, because the first answer was lost, takes back no second one
 * @throws PhotoTagError DEED_MOVED where it is another one's turn
 */
export const undoDeed = (library: Library, expected: number | null = null): Promise<TakenBack | null> =>
  turnBack(library, 'undo', expected);

/** Does again what was taken back last; null where there is nothing. @throws PhotoTagError DEED_MOVED */
export const redoDeed = (library: Library, expected: number | null = null): Promise<TakenBack | null> =>
  turnBack(library, 'redo', expected);

/** Whose turn it is to be taken back, and to be done again. */
export async function nextTurns({ store }: Library): Promise<{ undo: Turn | null; redo: Turn | null }> {
  const turn = (deed: Deed | null) => deed && { id: deed.id, words: deed.words };
  return { undo: turn(await store.deeds.last()), redo: turn(await store.deeds.lastTakenBack()) };
}

/** The deeds, newest first. @param before the id of the last one of the page before */
export const listDeeds = (
  { store }: Library,
  page: { readonly before: number | null; readonly limit: number },
): Promise<DeedSummary[]> => store.deeds.page(page);

function turnBack(
  { store }: Library,
  way: 'undo' | 'redo',
  expected: number | null,
): Promise<TakenBack | null> {
  return store.transaction(
    async (transaction) => {
      const { deeds } = transaction;
      const deed = way === 'undo' ? await deeds.last() : await deeds.lastTakenBack();
      if (expected !== null && deed?.id !== expected) {
        throw new PhotoTagError('DEED_MOVED', `Deed ${expected} is not the next to ${way}`, {
          remedy:
            'Something else was decided or taken back meanwhile, perhaps in another window: look again.',
        });
      }
      if (deed === null) return null;
      const { photos, left } = await apply(transaction, deed, way);
      await deeds.setTakenBack(deed.id, way === 'undo');
      return { id: deed.id, words: deed.words, at: deed.at, photos, left, datesOf: datedBy(deed) };
    },
    { durable: true },
  );
}

function datedBy({ body }: Deed): Sha1[] {
  const parts = body.kind === 'several' ? body.parts : [body];
  return parts.flatMap((part) => (part.kind === 'dates' ? part.changes.flatMap(({ sha1s }) => sha1s) : []));
}

async function apply(store: Store, { body }: Deed, way: 'undo' | 'redo') {
  if (body.kind !== 'several') return applyPart(store, body, way);
  const parts = way === 'undo' ? body.parts.toReversed() : body.parts;
  let [photos, left] = [0, 0];
  for (const part of parts) {
    const turned = await applyPart(store, part, way);
    photos = Math.max(photos, turned.photos);
    left = Math.max(left, turned.left);
  }
  return { photos, left };
}

async function applyPart(store: Store, body: DeedPart, way: 'undo' | 'redo') {
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
  if (body.kind === 'dates') {
    for (const { before, after, sha1s } of body.changes) {
      const [from, to] = way === 'undo' ? [after, before] : [before, after];
      const said = await store.dates.decisionsOf(sha1s);
      const same = sha1s.filter((sha1) => isSameDecision(said.get(sha1) ?? null, from));
      await store.dates.putDecisions(counted(sha1s, same).map((sha1) => ({ sha1, decision: to })));
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
