import type { Library } from '../library.ts';
import { type SearchHit, shownHits } from './index.ts';

/**
 * The photos of clusters, as a search gives them; clusters that are gone are left out.
 * @param limit how many are given; the total is of all
 */
export async function photosOfClusters(
  library: Library,
  clusterIds: readonly string[],
  limit: number,
): Promise<{ readonly hits: readonly SearchHit[]; readonly total: number }> {
  const clusters = await library.store.clusters.get(clusterIds);
  const sha1s = clusters.flatMap(({ members }) => members.map(({ sha1 }) => sha1));
  return {
    hits: await shownHits(library, sha1s.slice(0, limit), { foundBy: 'filters' }),
    total: sha1s.length,
  };
}
