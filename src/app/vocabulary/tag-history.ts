import type { Sha1 } from '../../domain/photo.ts';
import type { TagKey, VocabularyChange } from '../../domain/vocabulary-change.ts';
import type { Store } from '../../store/store.ts';
import type { OwnKeyword, SidecarLedger } from '../sidecar-ledger.ts';

/** What became of tags: all changes of the vocabulary that gave tags another name. */
export interface TagHistory {
  /** In order, those that were taken back left out. */
  readonly standing: readonly VocabularyChange[];
  /** By the run that changed sidecars, those that were taken back. */
  readonly takenBack: ReadonlyMap<number, VocabularyChange>;
  /** Of each split, where it happened. */
  readonly photosOf: ReadonlyMap<number, ReadonlySet<Sha1>>;
}

export async function tagHistory({ vocabulary }: Store): Promise<TagHistory> {
  const moving = (await vocabulary.all()).filter(({ moves, runId }) => moves.length > 0 && runId !== null);
  const splits = moving.filter(({ moves }) => moves.some(({ some }) => some));
  const photos = await Promise.all(
    splits.map(async ({ id }) => [id, await vocabulary.photosOf(id)] as const),
  );
  return {
    standing: moving.filter(({ undoneBy, undoes }) => undoneBy === null && undoes === null),
    takenBack: new Map(moving.flatMap((one) => (one.undoneBy === null ? [] : [[one.runId!, one]]))),
    photosOf: new Map(photos),
  };
}

type Spelled = Pick<OwnKeyword, 'layer' | 'name' | 'spelledRunId'>;

/** The tag that a keyword in a sidecar stands for today: the sidecar may have been out of reach when it was renamed. */
export function currentTag(
  { layer, name, spelledRunId }: Spelled,
  sha1: Sha1 | null,
  { standing, takenBack, photosOf }: TagHistory,
): TagKey {
  let tag: TagKey = { layer, name };
  // Spelled by a change that was taken back since, which has not reached this sidecar.
  const back = takenBack.get(spelledRunId)?.moves.find(({ to }) => isSame(to, tag));
  if (back !== undefined) tag = back.from;
  for (const { id, runId, moves } of standing) {
    if (runId! <= spelledRunId) continue;
    const move = moves.find(
      ({ from, some }) => isSame(from, tag) && (!some || (sha1 !== null && photosOf.get(id)?.has(sha1))),
    );
    if (move !== undefined) tag = move.to;
  }
  return tag;
}

/** The ledger with the names that its tags have today; keywords stay as they are spelled in the sidecar. */
export function renamedLedger(ledger: SidecarLedger, sha1: Sha1 | null, history: TagHistory): SidecarLedger {
  if (history.standing.length === 0 && history.takenBack.size === 0) return ledger;
  const renamed = (items: readonly OwnKeyword[]) =>
    items.map((item) => ({ ...item, ...currentTag(item, sha1, history) }));
  return { ...ledger, own: renamed(ledger.own), takenOut: renamed(ledger.takenOut) };
}

const isSame = (one: TagKey, other: TagKey): boolean => one.layer === other.layer && one.name === other.name;
