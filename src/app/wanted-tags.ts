import { rankTags } from '../algorithms/rank-tags.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Decision, Proposal, TagLayer } from '../domain/tag.ts';
import type { Store } from '../store/store.ts';

/** A tag that a photo is to carry. */
export interface WantedTag {
  readonly layer: TagLayer;
  readonly name: string;
  readonly source: string;
}

/**
 * `proposed`: what was proposed and not rejected, and what was added by hand.
 * `reviewed`: only what the user accepted or added.
 */
export type TagChoice = 'proposed' | 'reviewed';

export async function wantedTags(
  store: Store,
  sha1s: readonly Sha1[],
  choice: TagChoice,
): Promise<Map<Sha1, WantedTag[]>> {
  const proposals = await store.tags.proposalsOf(sha1s);
  const decisions = await store.tags.decisionsOf(sha1s);
  return new Map(
    sha1s.map((sha1) => [sha1, wanted(proposals.get(sha1) ?? [], decisions.get(sha1) ?? [], choice)]),
  );
}

function wanted(
  proposals: readonly Proposal[],
  decisions: readonly Decision[],
  choice: TagChoice,
): WantedTag[] {
  const verdicts = new Map(
    decisions.map((decision) => [`${decision.layer}:${decision.name}`, decision.verdict]),
  );
  const verdictOf = (tag: { layer: TagLayer; name: string }) => verdicts.get(`${tag.layer}:${tag.name}`);
  const kept = proposals.filter((proposal) => {
    const verdict = verdictOf(proposal);
    return verdict !== 'rejected' && (choice === 'proposed' || verdict !== undefined);
  });
  const names = new Set(kept.map((proposal) => `${proposal.layer}:${proposal.name}`));
  const byHand = decisions.filter(
    (decision) => decision.verdict !== 'rejected' && !names.has(`${decision.layer}:${decision.name}`),
  );
  return [
    ...(['CK', 'AI'] as const).flatMap((layer) =>
      rankTags(
        kept.filter((proposal) => proposal.layer === layer),
        Number.POSITIVE_INFINITY,
      ).map(({ name, source }) => ({ layer, name, source })),
    ),
    ...byHand.map(({ layer, name }) => ({ layer, name, source: 'by hand' })),
  ];
}
