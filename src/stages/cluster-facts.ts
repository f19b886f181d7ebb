import { clusterIsPeopleSet, clusterStaysHere } from '../algorithms/people-set.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { PeopleFinding, PeopleVerdict } from '../domain/detection.ts';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { PeopleFlag, Store } from '../store/store.ts';

/**
 * Gathers all that is known of clusters and their members.
 * @param options.vectorsOf the model whose vectors are wanted; without, none are read
 */
export async function clusterFacts(
  store: Store,
  clusters: readonly Cluster[],
  { vectorsOf }: { readonly vectorsOf?: string | undefined } = {},
): Promise<ClusterFacts[]> {
  const sha1s = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
  const files = await store.files.ofPhotos(sha1s);
  const metadata = await store.photos.metadataOf(sha1s);
  const times = await store.photos.captureTimesOf(sha1s);
  const proxies = await store.photos.proxiesOf(sha1s);
  const vectors = vectorsOf === undefined ? null : await store.photos.embeddingsOf(sha1s, vectorsOf);
  const descriptions = await store.descriptions.of(clusters.map(({ medoid }) => medoid));
  const detections = await store.photos.detectionsOf(sha1s);
  const flags = await store.clusters.peopleFlagsOf(sha1s);
  const seen = await store.vision.resultsOf(clusters.map(({ medoid }) => medoid));
  return clusters.map((cluster) => {
    const members = cluster.members.map(({ sha1 }): PhotoFacts => {
      const detected = detections.get(sha1);
      return {
        sha1,
        files: files.get(sha1) ?? [],
        metadata: metadata.get(sha1) ?? null,
        captureTime: times.get(sha1) ?? null,
        proxy: proxies.get(sha1) ?? null,
        vector: vectors?.get(sha1) ?? null,
        detections: detected?.detections ?? null,
        people: detected?.finding ?? null,
        description: sha1 === cluster.medoid ? (descriptions.get(sha1) ?? null) : null,
      };
    });
    return {
      cluster,
      members,
      people: verdictOf(members, flags),
      vision: seen.get(cluster.medoid) ?? null,
    };
  });
}

/**
 * The flag is kept by photo: one that was lifted stands for its own photo alone, so that a new clustering never
 * carries it over to a photo that nobody looked at.
 */
export function verdictOf(
  members: readonly Pick<PhotoFacts, 'sha1' | 'people'>[],
  flags: ReadonlyMap<Sha1, PeopleFlag>,
): PeopleVerdict {
  const findings = members.map(({ sha1, people }): PeopleFinding | null => {
    const flag = flags.get(sha1);
    if (flag === undefined) return people;
    return { verdict: flag === 'set' ? 'people' : 'no-people', reason: `the flag was ${flag} by hand` };
  });
  if (clusterIsPeopleSet(findings, null)) return 'people';
  return clusterStaysHere(findings, null) ? 'undecided' : 'no-people';
}
