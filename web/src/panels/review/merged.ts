import type { Cluster, ClusterTag } from '../../api/wire.ts';
import { keyOf } from './tag-state.ts';

/** What the tags of several clusters come to, so that chips show and decide them as those of one. */
export function merged(clusters: readonly Cluster[]): Cluster | null {
  const [first] = clusters;
  if (first === undefined) return null;
  const sum = (part: (cluster: Cluster) => number): number =>
    clusters.reduce((total, cluster) => total + part(cluster), 0);
  return {
    ...first,
    question: null,
    members: sum(({ members }) => members),
    heldBack: sum(({ heldBack }) => heldBack),
    reviewed: clusters.every(({ reviewed }) => reviewed),
    tags: mergedTags(clusters.flatMap(({ tags }) => tags)),
  };
}

/** One of each name, those that most photos have first; the reason is that of the likeliest. */
function mergedTags(tags: readonly ClusterTag[]): ClusterTag[] {
  const byKey = Map.groupBy(tags, keyOf);
  const all = [...byKey.values()].map((same): ClusterTag => {
    const best = same.toSorted(
      (a, b) => (b.probability ?? b.score ?? 0) - (a.probability ?? a.score ?? 0),
    )[0]!;
    const sum = (part: 'proposed' | 'accepted' | 'rejected'): number =>
      same.reduce((total, tag) => total + tag[part], 0);
    return { ...best, proposed: sum('proposed'), accepted: sum('accepted'), rejected: sum('rejected') };
  });
  const order = (tag: ClusterTag): number => (tag.layer === 'CK' ? 0 : 1);
  const photos = (tag: ClusterTag): number => tag.proposed + tag.accepted + tag.rejected;
  return all.sort((a, b) => order(a) - order(b) || photos(b) - photos(a) || (a.name < b.name ? -1 : 1));
}
