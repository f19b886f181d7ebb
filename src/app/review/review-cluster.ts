import { basename } from 'node:path';
import type { PeopleVerdict } from '../../domain/detection.ts';
import type { ClusterFacts, PhotoFacts } from '../../domain/library.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Decision, Proposal, TagLayer } from '../../domain/tag.ts';
import { clusterFacts } from '../../stages/cluster-facts.ts';
import type { Library } from '../library.ts';
import { wallText } from '../wall-text.ts';

/** A tag over the members of a cluster, as a chip shows it. */
export interface ClusterTag {
  readonly layer: TagLayer;
  readonly name: string;
  /** Members that it is proposed for. */
  readonly proposed: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Of the member that it is likeliest on; null where it was only added by hand. */
  readonly score: number | null;
  readonly probability: number | null;
  readonly threshold: number | null;
  readonly reason: string;
  readonly source: string;
  readonly model: string;
}

export interface ReviewMember {
  readonly sha1: Sha1;
  readonly fileName: string;
  /** Of the proxy; null where there is none. */
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  /** Wall clock, ISO 8601 without zone. */
  readonly time: string | null;
  readonly trust: number | null;
  readonly fits: boolean;
  readonly burst: number | null;
  readonly isBest: boolean;
}

/** A cluster as it is reviewed. */
export interface ReviewCluster {
  readonly id: string;
  readonly windowId: string;
  readonly method: string;
  readonly medoid: Sha1;
  readonly members: number;
  readonly heldBack: number;
  readonly start: string | null;
  readonly end: string | null;
  readonly people: PeopleVerdict;
  /** Some member has a decision. */
  readonly reviewed: boolean;
  readonly tags: readonly ClusterTag[];
  readonly photos: readonly ReviewMember[];
}

/** Clusters with all that a reviewer wants to see, in the given order; those that are gone are left out. */
export async function reviewClusters({ store }: Library, ids: readonly string[]): Promise<ReviewCluster[]> {
  const facts = await clusterFacts(store, await store.clusters.get(ids));
  const sha1s = facts.flatMap(({ members }) => members.map((photo) => photo.sha1));
  const proposals = await store.tags.proposalsOf(sha1s);
  const decisions = await store.tags.decisionsOf(sha1s);
  return facts.map((cluster) => reviewCluster(cluster, proposals, decisions));
}

function reviewCluster(
  { cluster, members, people }: ClusterFacts,
  proposals: ReadonlyMap<Sha1, readonly Proposal[]>,
  decisions: ReadonlyMap<Sha1, readonly Decision[]>,
): ReviewCluster {
  const photos = new Map(members.map((photo) => [photo.sha1, photo]));
  const sha1s = cluster.members.map((member) => member.sha1);
  return {
    id: cluster.id,
    windowId: cluster.windowId,
    method: cluster.method,
    medoid: cluster.medoid,
    members: cluster.members.length,
    heldBack: cluster.members.filter((member) => !member.fits).length,
    start: wallText(cluster.startMillis),
    end: wallText(cluster.endMillis),
    people,
    reviewed: sha1s.some((sha1) => decisions.has(sha1)),
    tags: clusterTags(
      sha1s.flatMap((sha1) => proposals.get(sha1) ?? []),
      sha1s.flatMap((sha1) => decisions.get(sha1) ?? []),
    ),
    photos: cluster.members.map(({ sha1, fits, burst, isBest }) => ({
      ...described(photos.get(sha1)!),
      fits,
      burst,
      isBest,
    })),
  };
}

function described({ sha1, files, proxy, captureTime }: PhotoFacts) {
  return {
    sha1,
    fileName: files[0] === undefined ? sha1 : basename(files[0].path),
    widthPx: proxy?.widthPx ?? null,
    heightPx: proxy?.heightPx ?? null,
    time: wallText(captureTime?.wallMillis ?? null),
    trust: captureTime?.trustScore ?? null,
  };
}

const keyOf = ({ layer, name }: { readonly layer: TagLayer; readonly name: string }): string =>
  `${layer}:${name}`;

/** One of each name: the likeliest first, those that were decided in between where they belong. */
function clusterTags(proposals: readonly Proposal[], decisions: readonly Decision[]): ClusterTag[] {
  const proposed = Map.groupBy(proposals, keyOf);
  const decided = Map.groupBy(decisions, keyOf);
  const tags = [...new Set([...proposed.keys(), ...decided.keys()])].map((key): ClusterTag => {
    const said = decided.get(key) ?? [];
    const all = proposed.get(key) ?? [];
    const best = all.toSorted((a, b) => weight(b) - weight(a))[0];
    const { layer, name } = best ?? said[0]!;
    return {
      layer,
      name,
      proposed: all.length,
      accepted: said.filter((decision) => decision.verdict !== 'rejected').length,
      rejected: said.filter((decision) => decision.verdict === 'rejected').length,
      score: best?.score ?? null,
      probability: best?.probability ?? null,
      threshold: best?.threshold ?? null,
      reason: best?.reason ?? 'added by hand',
      source: best?.source ?? 'by hand',
      model: best?.model ?? '',
    };
  });
  return tags.sort(
    (a, b) =>
      order(a) - order(b) ||
      b.proposed + b.accepted - (a.proposed + a.accepted) ||
      weight(b) - weight(a) ||
      (a.name < b.name ? -1 : 1),
  );
}

const order = ({ layer }: ClusterTag): number => (layer === 'CK' ? 0 : 1);
const weight = (tag: { readonly probability?: number | null; readonly score: number | null }): number =>
  tag.probability ?? tag.score ?? 0;
