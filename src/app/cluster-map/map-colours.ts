import type { ClusterInShort, MedoidTag } from '../../store/review-store.ts';

/** Colours that are told apart on a light and on a dark ground. */
const MOST_LABELS = 8;
/** A label that more of the clusters have tells nothing. */
const COMMON_SHARE = 0.4;

export interface MapLabels {
  /** As they are shown, the most frequent first. */
  readonly labels: readonly {
    readonly layer: MedoidTag['layer'];
    readonly name: string;
    readonly clusters: number;
  }[];
  /** Place among `labels` of the likeliest one of each cluster; none where it has none of them. */
  readonly of: ReadonlyMap<string, number>;
}

/**
 * The labels that tell most of the clusters apart: one after the other that which most clusters have that have none yet,
 * without those that nearly all have.
 * @param tags of medoids
 */
export function mapLabels(clusters: readonly ClusterInShort[], tags: readonly MedoidTag[]): MapLabels {
  const shown = new Set(clusters.map(({ id }) => id));
  const byName = new Map<string, MedoidTag[]>();
  for (const tag of tags) {
    if (!shown.has(tag.clusterId)) continue;
    const key = `${tag.layer}:${tag.name}`;
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [tag]);
    else known.push(tag);
  }
  const candidates = [...byName.values()].filter(
    (own) => own.length <= COMMON_SHARE * shown.size || shown.size < 10,
  );
  const chosen: MedoidTag[][] = [];
  const covered = new Set<string>();
  while (chosen.length < MOST_LABELS) {
    let best: MedoidTag[] | null = null;
    let most = 0;
    for (const own of candidates) {
      let fresh = 0;
      for (const { clusterId } of own) if (!covered.has(clusterId)) fresh++;
      if (fresh > most) [best, most] = [own, fresh];
    }
    if (best === null) break;
    chosen.push(best);
    for (const { clusterId } of best) covered.add(clusterId);
  }
  chosen.sort((a, b) => b.length - a.length);
  const of = new Map<string, number>();
  const likeliest = new Map<string, number>();
  for (const [place, own] of chosen.entries()) {
    for (const { clusterId, probability } of own) {
      if ((likeliest.get(clusterId) ?? -1) >= (probability ?? 0)) continue;
      likeliest.set(clusterId, probability ?? 0);
      of.set(clusterId, place);
    }
  }
  const counts = new Map<number, number>();
  for (const place of of.values()) counts.set(place, (counts.get(place) ?? 0) + 1);
  return {
    labels: chosen.map(([first], place) => ({
      layer: first!.layer,
      name: first!.name,
      clusters: counts.get(place) ?? 0,
    })),
    of,
  };
}
