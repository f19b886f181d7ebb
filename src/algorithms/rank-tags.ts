import type { Proposal } from '../domain/tag.ts';

/** What tags are ordered by: the probability where it is known, else the tagger's own score. */
export const likelihoodOf = ({ probability, score }: Pick<Proposal, 'probability' | 'score'>): number =>
  probability ?? score;

/**
 * One list from what several taggers say of a photo: each name once as its surest tagger has it, likeliest first, at
 * most `most`. Equals are ordered by score, name and source, so that the result never depends on the order of taggers.
 */
export function rankTags(proposals: readonly Proposal[], most: number): Proposal[] {
  const best = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const known = best.get(proposal.name);
    if (!known || order(proposal, known) < 0) best.set(proposal.name, proposal);
  }
  return [...best.values()].sort(order).slice(0, most);
}

const order = (a: Proposal, b: Proposal): number =>
  likelihoodOf(b) - likelihoodOf(a) ||
  b.score - a.score ||
  compare(a.name, b.name) ||
  compare(a.source, b.source);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
