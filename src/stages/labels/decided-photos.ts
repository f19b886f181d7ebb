import type { Sha1 } from '../../domain/photo.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Store } from '../../store/store.ts';

/** Photos that a label learns from; of a vector space, in order of SHA-1. */
export interface DecidedPhotos {
  readonly kept: readonly Sha1[];
  readonly rejected: readonly Sha1[];
}

/** Of one label and verdict: more teach hardly more, and cost time whenever something is decided. */
const MOST_PHOTOS = 800;
/** One click decides for two hundred photos that look alike: they teach like a few. */
const MOST_OF_A_CLUSTER = 4;

/** What was decided of a label, thinned so that no cluster outweighs the others; the same photos each time. */
export async function decidedPhotos(
  store: Store,
  tag: { readonly layer: TagLayer; readonly name: string },
  space: string,
): Promise<DecidedPhotos> {
  const of = async (keeps: boolean): Promise<Sha1[]> => {
    const decided = await store.labels.decided(tag, keeps, MOST_PHOTOS * MOST_OF_A_CLUSTER);
    if (decided.length === 0) return [];
    const vectors = await store.vectors.idsOf(decided, space);
    const clusters = await store.clusters.clusterIdsOf(decided);
    const taken = new Map<string, number>();
    return decided
      .filter((sha1) => {
        if (!vectors.has(sha1)) return false;
        const cluster = clusters.get(sha1) ?? sha1;
        const before = taken.get(cluster) ?? 0;
        taken.set(cluster, before + 1);
        return before < MOST_OF_A_CLUSTER;
      })
      .slice(0, MOST_PHOTOS);
  };
  return { kept: await of(true), rejected: await of(false) };
}
