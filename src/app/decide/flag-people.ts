import type { Sha1 } from '../../domain/photo.ts';
import type { PeopleFlag } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { clustersNamed } from './targets.ts';

export interface FlagPeopleRequest {
  /** Ids. */
  readonly clusters: readonly string[];
  /** Null takes back what was said. */
  readonly flag: PeopleFlag | null;
}

export interface FlagPeopleReport {
  /** To take it back by; null where nothing was changed. */
  readonly deed: number | null;
  /** Photos whose flag was changed. */
  readonly photos: number;
}

/**
 * Says that clusters are people sets, or are none, whatever was detected. Kept by photo: a flag that was lifted stands
 * for its own photo alone, so that a new clustering never carries it over to a photo that nobody looked at.
 * @throws USAGE for a cluster that is not there
 */
export async function flagPeople(
  library: Library,
  { clusters, flag }: FlagPeopleRequest,
): Promise<FlagPeopleReport> {
  const members = (await clustersNamed(library, clusters)).flatMap((cluster) =>
    cluster.members.map((member) => member.sha1),
  );
  return library.store.transaction(
    async (transaction) => {
      const flags = await transaction.clusters.peopleFlagsOf(members);
      const byBefore = Map.groupBy(members, (sha1): PeopleFlag | null => flags.get(sha1) ?? null);
      byBefore.delete(flag);
      const changes = [...byBefore].map(([before, sha1s]) => ({ before, after: flag, sha1s }));
      const changed: Sha1[] = changes.flatMap((change) => change.sha1s);
      if (changed.length === 0) return { deed: null, photos: 0 };
      await transaction.clusters.putPeopleFlag(changed, flag);
      const deed = await transaction.deeds.record({
        at: new Date().toISOString(),
        words: WORDS[flag ?? 'forget'],
        body: { kind: 'people', changes },
      });
      return { deed, photos: changed.length };
    },
    { durable: true },
  );
}

const WORDS = {
  set: 'set the people flag',
  lifted: 'lift the people flag',
  forget: 'forget the people flag',
} as const;
