import type { Cluster, ClusterTag } from '../../api/wire.ts';

export type TagState = 'open' | 'accepted' | 'rejected' | 'mixed';

/**
 * What was said of a tag over the members. Held-back ones are not counted against it: accepted on all that fit is
 * accepted.
 */
export function stateOf(
  tag: ClusterTag,
  { members, heldBack }: Pick<Cluster, 'members' | 'heldBack'>,
): TagState {
  if (tag.accepted === 0 && tag.rejected === 0) return 'open';
  const enough = Math.max(1, members - heldBack);
  if (tag.rejected === 0) return tag.accepted >= enough ? 'accepted' : 'mixed';
  if (tag.accepted === 0) return 'rejected';
  return 'mixed';
}

export const keyOf = ({ layer, name }: Pick<ClusterTag, 'layer' | 'name'>): string => `${layer}:${name}`;

/** Proposed, and nothing said of it. */
export const openTags = (cluster: Cluster): ClusterTag[] =>
  cluster.tags.filter((tag) => tag.proposed > 0 && tag.accepted === 0 && tag.rejected === 0);

/**
 * Tags in the order in which they were first seen of this cluster, new ones at the end of their layer: what has a number
 * keeps it while one decides.
 * @param seen keys in order; new ones are put into it
 */
export function steadily(tags: readonly ClusterTag[], seen: string[]): ClusterTag[] {
  for (const tag of tags) if (!seen.includes(keyOf(tag))) seen.push(keyOf(tag));
  const place = (tag: ClusterTag): number => (tag.layer === 'CK' ? 0 : 1e6) + seen.indexOf(keyOf(tag));
  return tags.toSorted((a, b) => place(a) - place(b));
}
