import type { Sha1 } from '../../domain/photo.ts';
import type { Store } from '../../store/store.ts';
import type { LabelTerm } from './label-terms.ts';

/** Photos that a label learns from; of a vector space, in order of SHA-1. */
export interface DecidedPhotos {
  readonly kept: readonly Sha1[];
  readonly rejected: readonly Sha1[];
}

/** Of one label and verdict: more teach hardly more, and cost time whenever something is decided. */
const MOST_PHOTOS = 800;
/** One click decides for two hundred photos that look alike: they teach like a few. */
const MOST_OF_A_CLUSTER = 4;

/**
 * What was decided of a label, thinned so that no cluster outweighs the others; the same photos each time. What is an
 * orchid is a flower, unless it was rejected as one; what is no orchid may be one all the same.
 */
export async function decidedPhotos(
  store: Store,
  { layer, name, below = [] }: Pick<LabelTerm, 'layer' | 'name' | 'below'>,
  space: string,
): Promise<DecidedPhotos> {
  const decided = (of: string, keeps: boolean) =>
    store.labels.decided({ layer, name: of }, keeps, MOST_PHOTOS * MOST_OF_A_CLUSTER);
  const kept = new Set<Sha1>();
  for (const one of [name, ...below]) for (const sha1 of await decided(one, true)) kept.add(sha1);
  const rejected = await decided(name, false);
  for (const sha1 of rejected) kept.delete(sha1);
  return {
    kept: await thinned(store, [...kept].sort(), space),
    rejected: await thinned(store, rejected, space),
  };
}

/** In order of SHA-1, which is none. */
async function thinned(store: Store, decided: readonly Sha1[], space: string): Promise<Sha1[]> {
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
}
