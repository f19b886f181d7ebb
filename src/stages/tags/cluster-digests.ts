import { hash } from 'node:crypto';
import type { Sha1 } from '../../domain/photo.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { Decision } from '../../domain/tag.ts';
import type { MemberFacts, Store } from '../../store/store.ts';

/** What the tags of a cluster depend on, and what they were made from. */
export interface ClusterDigest {
  /** In the order of SHA-1. */
  readonly members: Sha1[];
  /** Of all that is known of the members. */
  digest: string;
  /** Members of which something was said that keeps tags off them, so that a first decision changes one cluster alone. */
  readonly decided: [Sha1, readonly Decision[]][];
  /** The fingerprint that all members have; null where they have none, or not the same. */
  settledAs: string | null;
}

export interface DigestRequest {
  /** Whose fingerprints are wanted. */
  readonly stage: StageName;
  /** Stages whose results the tags depend on. */
  readonly facts: readonly StageName[];
  /** What was said that keeps tags off photos. */
  readonly said: ReadonlyMap<Sha1, readonly Decision[]>;
  /** These clusters alone. */
  readonly clusterIds?: readonly string[] | undefined;
}

const PAGE = 2000;

/**
 * By cluster. Members come in the order of SHA-1 and not cluster by cluster, because so the database reads its pages one
 * after the other; each adds to the digest of its cluster, and nothing is kept of it. Seven facts of a million photos at
 * once would take gigabytes.
 */
export async function clusterDigests(
  store: Pick<Store, 'clusters'>,
  { stage, facts, said, clusterIds }: DigestRequest,
): Promise<Map<string, ClusterDigest>> {
  const clusters = new Map<string, ClusterDigest>();
  let after: Sha1 | null = null;
  for (;;) {
    const page: MemberFacts[] = await store.clusters.memberFacts(stage, facts, {
      after,
      limit: PAGE,
      clusterIds,
    });
    for (const member of page) {
      const cluster = clusters.get(member.clusterId);
      if (cluster === undefined) clusters.set(member.clusterId, began(member, said));
      else add(cluster, member, said);
    }
    if (page.length < PAGE) return clusters;
    after = page.at(-1)!.sha1;
  }
}

function began(member: MemberFacts, said: ReadonlyMap<Sha1, readonly Decision[]>): ClusterDigest {
  const cluster: ClusterDigest = { members: [], digest: '', decided: [], settledAs: member.fingerprint };
  add(cluster, member, said);
  return cluster;
}

function add(
  cluster: ClusterDigest,
  { sha1, facts, fingerprint }: MemberFacts,
  said: ReadonlyMap<Sha1, readonly Decision[]>,
): void {
  cluster.members.push(sha1);
  cluster.digest = hash('sha1', `${cluster.digest} ${sha1} ${facts}`).slice(0, 16);
  const decisions = said.get(sha1);
  if (decisions !== undefined) cluster.decided.push([sha1, decisions]);
  if (cluster.settledAs !== fingerprint) cluster.settledAs = null;
}
