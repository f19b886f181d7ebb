import type { Cluster, ClusterTag, Question } from '../../api/wire.ts';

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

/** What is asked of a cluster, as long as nothing was said of it. */
export function questionOf({ question, tags }: Pick<Cluster, 'question' | 'tags'>): Question | null {
  if (!question) return null;
  const known = tags.find((tag) => keyOf(tag) === keyOf(question.tag));
  return known === undefined || known.accepted + known.rejected === 0 ? question : null;
}

/** Proposed, and nothing said of it. What is asked is answered by itself, and never along with the rest. */
export function openTags(cluster: Cluster): ClusterTag[] {
  const question = questionOf(cluster);
  const asked = question === null ? null : keyOf(question.tag);
  return cluster.tags.filter(
    (tag) => tag.proposed > 0 && tag.accepted === 0 && tag.rejected === 0 && keyOf(tag) !== asked,
  );
}

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
