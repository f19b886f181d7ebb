import type { Alike, AlikeRow, AnswerPart, Cluster, Decision } from '../../../api/wire.ts';
import { keyOf, openTags, stateOf } from '../tag-state.ts';

/** A part of the answer: a tag, and what is said of it. */
export interface Part {
  readonly tag: { readonly layer: 'CK' | 'AI'; readonly name: string };
  readonly verdict: 'accept' | 'reject';
  /** Only added by hand here: nobody proposed it, and so it goes to others only when that is wanted. */
  readonly isByHand: boolean;
  /** Still open on the cluster itself: it is decided along. */
  readonly isOpenHere: boolean;
}

/**
 * What may hold for others: what was accepted or rejected of the cluster, and what is open as accepted. Tags on which
 * photos of the cluster differ are no one answer.
 */
export function answerOf(cluster: Cluster): Part[] {
  const open = new Set(openTags(cluster).map(keyOf));
  return cluster.tags.flatMap((tag): Part[] => {
    const state = stateOf(tag, cluster);
    const isOpenHere = open.has(keyOf(tag));
    if (state === 'mixed' || (state === 'open' && !isOpenHere)) return [];
    const { layer, name } = tag;
    const verdict = state === 'rejected' ? 'reject' : 'accept';
    return [{ tag: { layer, name }, verdict, isByHand: tag.proposed === 0, isOpenHere }];
  });
}

export const partKey = ({ tag, verdict }: Pick<Part, 'tag' | 'verdict'>): string =>
  `${verdict} ${keyOf(tag)}`;

/** @param chosen keys of the parts that are to be given */
export const askedOf = (parts: readonly Part[], chosen: ReadonlySet<string>): AnswerPart[] =>
  parts.map((part) => ({
    tag: part.tag,
    verdict: part.verdict,
    ...(part.isByHand && part.verdict === 'accept' && chosen.has(partKey(part)) && { everywhere: true }),
  }));

/** Parts that are given unless the user says otherwise. */
export const usualParts = (parts: readonly Part[]): ReadonlySet<string> =>
  new Set(parts.filter((part) => !part.isByHand).map(partKey));

/** Of a row the tags of chosen parts. */
export const tagsGiven = (
  row: AlikeRow,
  parts: readonly Part[],
  chosen: ReadonlySet<string>,
): AlikeRow['tags'] =>
  row.tags.filter(({ place }) => parts[place] !== undefined && chosen.has(partKey(parts[place])));

/** How many clusters are alike and would get something: the number that is offered. */
export function countAlike({ rows }: Alike, parts: readonly Part[], chosen: ReadonlySet<string>): number {
  return rows.filter((row) => row.isAlike && tagsGiven(row, parts, chosen).length > 0).length;
}

/** What would come of it. Photos count once, however many tags they get. */
export function totals(rows: readonly AlikeRow[], parts: readonly Part[], chosen: ReadonlySet<string>) {
  let [photos, held] = [0, 0];
  for (const row of rows) {
    const tags = tagsGiven(row, parts, chosen);
    photos += Math.max(0, ...tags.map((tag) => tag.photos));
    held += Math.max(0, ...tags.map((tag) => tag.held));
  }
  return { clusters: rows.length, photos, held };
}

/** One deed: each part for the clusters on which nothing was said of it, and for the cluster itself where it is open. */
export function decisionsFor(
  cluster: Cluster,
  rows: readonly AlikeRow[],
  parts: readonly Part[],
  chosen: ReadonlySet<string>,
): Decision[] {
  return parts.flatMap((part, place): Decision[] => {
    if (!chosen.has(partKey(part))) return [];
    const others = rows.filter(({ tags }) => tags.some((tag) => tag.place === place)).map(({ id }) => id);
    const clusters = part.isOpenHere ? [cluster.id, ...others] : others;
    return clusters.length === 0 ? [] : [{ tag: part.tag, verdict: part.verdict, clusters }];
  });
}
