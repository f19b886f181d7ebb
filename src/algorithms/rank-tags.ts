import type { Proposal } from '../domain/tag.ts';

/**
 * One list from what several taggers say of a photo: each name once with its best score, best first, at most
 * `most`. Equal scores are ordered by name, so that the result never depends on the order of taggers.
 */
export function rankTags(proposals: readonly Proposal[], most: number): Proposal[] {
  const best = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const known = best.get(proposal.name);
    if (!known || proposal.score > known.score) best.set(proposal.name, proposal);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1)).slice(0, most);
}
