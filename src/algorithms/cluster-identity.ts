import { clusterId } from './cluster-id.ts';

/** The clusters as they were when all photos were last clustered. */
export interface FormerClusters {
  /** Of each photo that was in one. */
  readonly idOf: ReadonlyMap<string, string>;
  /** Of each id, how many of its photos are still in the library. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Ids of new clusters. A cluster takes the id of the former cluster of whose photos it has more than half: no two new
 * clusters can have that of one former cluster, so ids come out the same in whatever order windows are done. Where
 * several former clusters were joined, the one that gave most photos counts, of equals the one with the lower id.
 * All others are named after their members.
 *
 * @param clusters SHA-1s of the members of each
 */
export function clusterIdentities(
  clusters: readonly (readonly string[])[],
  former: FormerClusters,
): string[] {
  return clusters.map((members) => inheritedId(members, former) ?? foundingId(members, former));
}

function inheritedId(members: readonly string[], { idOf, sizes }: FormerClusters): string | null {
  const shares = new Map<string, number>();
  for (const member of members) {
    const id = idOf.get(member);
    if (id !== undefined) shares.set(id, (shares.get(id) ?? 0) + 1);
  }
  let heir: string | null = null;
  for (const [id, share] of shares) {
    if (share * 2 <= sizes.get(id)!) continue;
    const most = heir === null ? 0 : shares.get(heir)!;
    if (share > most || (share === most && id < heir!)) heir = id;
  }
  return heir;
}

/**
 * A former cluster may go by the name of these very members, who founded it and have left it since: then they are
 * counted once more, until the name is nobody's.
 */
function foundingId(members: readonly string[], { sizes }: FormerClusters): string {
  for (let again = 0; ; again++) {
    const id = clusterId(again === 0 ? members : [...members, `again ${again}`]);
    if (!sizes.has(id)) return id;
  }
}
