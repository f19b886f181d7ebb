import { likelihoodOf } from '../../algorithms/rank-tags.ts';
import { foldKey } from '../../algorithms/words/fold-words.ts';
import type { Proposal } from '../../domain/tag.ts';

/**
 * Freeform suggestions without what the controlled layer says, and with one name for words that are the same (`phone`
 * and `cell phones`): that of the likeliest suggestion.
 * @param controlled as `foldKey` gives them
 */
export function foldFreeform(
  suggested: readonly Proposal[],
  controlled: ReadonlySet<string>,
): readonly Proposal[] {
  const names = new Map<string, string>();
  const best = suggested.toSorted((a, b) => likelihoodOf(b) - likelihoodOf(a) || (a.name < b.name ? -1 : 1));
  for (const { name } of best) if (!names.has(foldKey(name))) names.set(foldKey(name), name);
  return suggested
    .filter(({ name }) => !controlled.has(foldKey(name)))
    .map((proposal) => ({ ...proposal, name: names.get(foldKey(proposal.name))! }));
}
