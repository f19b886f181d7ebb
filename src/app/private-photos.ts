import type { Sha1 } from '../domain/photo.ts';
import { verdictOf } from '../stages/cluster-facts.ts';
import type { Store } from '../store/store.ts';

/**
 * Those of some photos whose keywords are to be kept private: all that are not proven to be of no people set. A cluster
 * with one member in doubt, and a photo without a cluster, are private.
 */
export async function privatePhotos(store: Store, sha1s: readonly Sha1[]): Promise<Set<Sha1>> {
  const clusterIds = await store.clusters.clusterIdsOf(sha1s);
  const clusters = await store.clusters.get([...new Set(clusterIds.values())]);
  const members = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
  const detections = await store.photos.detectionsOf(members);
  const flags = await store.clusters.peopleFlagsOf(members);
  const open = new Set(
    clusters
      .filter((cluster) => {
        const findings = cluster.members.map(({ sha1 }) => ({
          sha1,
          people: detections.get(sha1)?.finding ?? null,
        }));
        return verdictOf(findings, flags) === 'no-people';
      })
      .map((cluster) => cluster.id),
  );
  return new Set(sha1s.filter((sha1) => !open.has(clusterIds.get(sha1) ?? '')));
}
