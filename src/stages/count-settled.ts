import type { Sha1 } from '../domain/photo.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { OutcomeStore, SettledItem } from '../store/store.ts';

const PAGE = 5000;

/**
 * Of each group of photos, how many the stage is done with. Read in pages: the fingerprints of a million photos at once
 * would take half a gigabyte.
 *
 * @param groupOf number of the group that a photo is in
 * @param fingerprints of each group: only photos with that one are counted; all where it is left out
 */
export async function countSettled(
  outcomes: Pick<OutcomeStore, 'settled'>,
  stage: StageName,
  groupOf: (sha1: Sha1) => number | undefined,
  {
    groups,
    fingerprints,
  }: { readonly groups: number; readonly fingerprints?: readonly string[] | undefined },
): Promise<Uint32Array> {
  const counts = new Uint32Array(groups);
  let after: string | null = null;
  for (;;) {
    const page: SettledItem[] = await outcomes.settled(stage, { after, limit: PAGE });
    for (const { item, fingerprint } of page) {
      const group = groupOf(item);
      if (group === undefined) continue;
      if (fingerprints === undefined || fingerprints[group] === fingerprint) counts[group]!++;
    }
    if (page.length < PAGE) return counts;
    after = page.at(-1)!.item;
  }
}
