import type { Cluster } from '../domain/cluster.ts';
import type { PeopleVerdict } from '../domain/detection.ts';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { PeopleFlag, Store } from '../store/store.ts';

/** Gathers all that is known of clusters and their members. */
export async function clusterFacts(store: Store, clusters: readonly Cluster[]): Promise<ClusterFacts[]> {
  const sha1s = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
  const files = await store.files.ofPhotos(sha1s);
  const metadata = await store.photos.metadataOf(sha1s);
  const times = await store.photos.captureTimesOf(sha1s);
  const proxies = await store.photos.proxiesOf(sha1s);
  const detections = await store.photos.detectionsOf(sha1s);
  const flags = await store.clusters.peopleFlagsOf(sha1s);
  return clusters.map((cluster) => {
    const members = cluster.members.map(({ sha1 }): PhotoFacts => {
      const detected = detections.get(sha1);
      return {
        sha1,
        files: files.get(sha1) ?? [],
        metadata: metadata.get(sha1) ?? null,
        captureTime: times.get(sha1) ?? null,
        proxy: proxies.get(sha1) ?? null,
        detections: detected?.detections ?? null,
        people: detected?.finding ?? null,
      };
    });
    const ownFlags = cluster.members.flatMap(({ sha1 }) => flags.get(sha1) ?? []);
    return { cluster, members, people: verdictOf(members, ownFlags) };
  });
}

/** One member with people makes a people set; one that was not decided leaves the cluster undecided. */
export function verdictOf(
  members: readonly Pick<PhotoFacts, 'people'>[],
  flags: readonly PeopleFlag[],
): PeopleVerdict {
  if (flags.includes('set')) return 'people';
  if (flags.includes('lifted')) return 'no-people';
  if (members.some((photo) => photo.people?.verdict === 'people')) return 'people';
  return members.every((photo) => photo.people?.verdict === 'no-people') ? 'no-people' : 'undecided';
}
