import type { Cluster, ClusterTag, Decision } from '../../api/wire.ts';
import { openTags, stateOf } from './tag-state.ts';

type Named = Pick<ClusterTag, 'layer' | 'name'>;
export type Verdict = Decision['verdict'];

/** Whom a decision is for. */
export interface Target {
  readonly cluster: Cluster;
  /** The photo that is shown. */
  readonly photo: string;
  /** False: for that photo alone. */
  readonly wholeCluster: boolean;
  /** Selected clusters: decisions go to all of them instead. */
  readonly selection: readonly Cluster[];
  /** Members that the user held back, or let in again though they do not fit. */
  readonly heldByHand: ReadonlySet<string>;
  readonly letIn: ReadonlySet<string>;
}

/** The decision on one tag. */
export function decisionOn({ layer, name }: Named, verdict: Verdict, target: Target): Decision {
  return { tag: { layer, name }, verdict, ...whom(target) };
}

function whom(target: Target): Pick<Decision, 'clusters' | 'photos' | 'except'> {
  const { cluster, photo, wholeCluster, selection, heldByHand, letIn } = target;
  if (selection.length > 0) return { clusters: selection.map(({ id }) => id) };
  if (!wholeCluster) return { photos: [photo] };
  return {
    clusters: [cluster.id],
    ...(letIn.size > 0 && { photos: [...letIn] }),
    ...(heldByHand.size > 0 && { except: [...heldByHand] }),
  };
}

/** What is left open, all accepted or all rejected: of each selected cluster what was proposed for it. */
export function decisionsOnOpen(verdict: 'accept' | 'reject', target: Target): Decision[] {
  const { cluster, selection } = target;
  if (selection.length === 0) return openTags(cluster).map((tag) => decisionOn(tag, verdict, target));
  const byTag = new Map<string, { tag: Named; clusters: string[] }>();
  for (const one of selection) {
    for (const { layer, name } of openTags(one)) {
      const known = byTag.get(`${layer}:${name}`) ?? { tag: { layer, name }, clusters: [] };
      known.clusters.push(one.id);
      byTag.set(`${layer}:${name}`, known);
    }
  }
  return [...byTag.values()].map(({ tag, clusters }) => ({ tag, verdict, clusters }));
}

/** What a press on a tag means: accepted becomes open again, all else accepted. */
export const toggledVerdict = (tag: ClusterTag, cluster: Cluster): Verdict =>
  stateOf(tag, cluster) === 'accepted' ? 'forget' : 'accept';

export const rejectedVerdict = (tag: ClusterTag, cluster: Cluster): Verdict =>
  stateOf(tag, cluster) === 'rejected' ? 'forget' : 'reject';

/** Clusters that a decision changes. */
export const clustersOf = ({ cluster, selection }: Target): string[] =>
  selection.length > 0 ? selection.map(({ id }) => id) : [cluster.id];
