import type { Cluster, ClusterTag, Decision } from '../api/wire.ts';
import type { Entry } from './decision-queue.ts';

/**
 * A cluster as it will be when all that waits is taken. Decisions that an undo behind them takes back are left out; what
 * an undo does to older ones only the server knows.
 */
export function withPending(cluster: Cluster, entries: readonly Entry[]): Cluster {
  return standing(entries)
    .filter((entry) => entry.clusters.includes(cluster.id))
    .reduce(withEntry, cluster);
}

/** What is left of them when undo and redo have had their turn. */
function standing(entries: readonly Entry[]): Entry[] {
  const stand: Entry[] = [];
  const takenBack: Entry[] = [];
  for (const entry of entries) {
    const { kind } = entry.order;
    if (kind === 'undo') {
      const last = stand.pop();
      if (last !== undefined) takenBack.push(last);
    } else if (kind === 'redo') {
      const last = takenBack.pop();
      if (last !== undefined) stand.push(last);
    } else {
      stand.push(entry);
      takenBack.length = 0;
    }
  }
  return stand;
}

/** What one deed makes of a cluster. The server may hold back more: its answer comes after. */
export function withEntry(cluster: Cluster, { order }: Entry): Cluster {
  if (order.kind === 'decide') return order.decisions.reduce(withDecision, cluster);
  if (order.kind !== 'people' || order.flag === null) return cluster;
  return { ...cluster, people: order.flag === 'set' ? 'people' : 'no-people' };
}

function withDecision(cluster: Cluster, decision: Decision): Cluster {
  const photos = photosMeant(cluster, decision);
  if (photos === 0) return cluster;
  const { layer, name } = tagOf(decision);
  const known = cluster.tags.find((tag) => tag.layer === layer && tag.name === name);
  const before = known ?? { ...NEW_TAG, layer, name };
  const after = { ...before, ...verdictCounts(before, decision.verdict, photos, cluster.members) };
  const isEmpty = after.proposed + after.accepted + after.rejected === 0;
  const rest = cluster.tags.filter((tag) => tag !== known);
  const place = known === undefined ? endOfLayer(rest, layer) : cluster.tags.indexOf(known);
  return {
    ...cluster,
    reviewed: cluster.reviewed || decision.verdict !== 'forget',
    tags: isEmpty ? rest : rest.toSpliced(place, 0, after),
  };
}

function photosMeant(
  cluster: Cluster,
  { clusters = [], photos = [], except = [], allMembers, verdict }: Decision,
) {
  const [named, left] = [new Set(photos), new Set(except)];
  const isWhole = clusters.includes(cluster.id);
  return cluster.photos.filter(
    ({ sha1, fits }) =>
      !left.has(sha1) && (named.has(sha1) || (isWhole && (fits || allMembers || verdict === 'forget'))),
  ).length;
}

function verdictCounts(before: ClusterTag, verdict: Decision['verdict'], photos: number, members: number) {
  const others = members - photos;
  const kept = (count: number): number => Math.min(count, others);
  if (verdict === 'accept')
    return { accepted: kept(before.accepted) + photos, rejected: kept(before.rejected) };
  if (verdict === 'reject')
    return { accepted: kept(before.accepted), rejected: kept(before.rejected) + photos };
  return { accepted: kept(before.accepted), rejected: kept(before.rejected) };
}

/** Typed tags come with their layer from the page. */
export function tagOf({ tag }: Decision): { readonly layer: 'CK' | 'AI'; readonly name: string } {
  if (typeof tag !== 'string') return tag;
  return { layer: 'CK', name: tag };
}

function endOfLayer(tags: readonly ClusterTag[], layer: ClusterTag['layer']): number {
  const last = tags.findLastIndex((tag) => tag.layer === layer);
  if (last >= 0) return last + 1;
  return layer === 'CK' ? 0 : tags.length;
}

const NEW_TAG: Omit<ClusterTag, 'layer' | 'name'> = {
  proposed: 0,
  accepted: 0,
  rejected: 0,
  score: null,
  probability: null,
  threshold: null,
  reason: '',
  source: 'by hand',
  model: '',
};
