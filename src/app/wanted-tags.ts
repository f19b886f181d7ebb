import { rankTags } from '../algorithms/rank-tags.ts';
import type { Sha1 } from '../domain/photo.ts';
import { type Decision, type Proposal, REMOVED_IN_SIDECAR, type TagLayer } from '../domain/tag.ts';
import type { Store } from '../store/store.ts';

/** A tag that a photo is to carry. */
export interface WantedTag {
  readonly layer: TagLayer;
  readonly name: string;
  readonly source: string;
  /** Empty where no model had a part in it. */
  readonly model: string;
}

/**
 * `proposed`: what was proposed and not rejected, and what was added by hand.
 * `reviewed`: only what the user accepted or added.
 */
export type TagChoice = 'proposed' | 'reviewed';

export interface TagsToWrite {
  readonly wanted: readonly WantedTag[];
  /** Wanted, but taken back by an undo. */
  readonly undone: readonly WantedTag[];
  /** Rejected by taking them out of a sidecar, and wanted all the same (`again`). */
  readonly again: readonly WantedTag[];
}

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

/**
 * What sidecars are to get: wanted, and neither undone nor rejected.
 *
 * @param options.again also what was rejected only by taking it out of a sidecar.
 */
export async function tagsToWrite(
  store: Store,
  sha1s: readonly Sha1[],
  options: { readonly choice: TagChoice; readonly again: boolean },
): Promise<Map<Sha1, TagsToWrite>> {
  const proposals = await store.tags.proposalsOf(sha1s);
  const decisions = await store.tags.decisionsOf(sha1s);
  const undone = await store.tags.undoneOf(sha1s);
  return new Map(
    sha1s.map((sha1) => {
      const said = decisions.get(sha1) ?? [];
      const forgiven = options.again ? said.filter(isRejectedInSidecar) : [];
      const all = wanted(
        proposals.get(sha1) ?? [],
        said.map((decision) =>
          forgiven.includes(decision) ? { ...decision, verdict: 'accepted' } : decision,
        ),
        options.choice,
      );
      const takenBack = new Set((undone.get(sha1) ?? []).map(keyOf));
      const again = new Set(forgiven.map(keyOf));
      return [
        sha1,
        {
          wanted: all.filter((tag) => !takenBack.has(keyOf(tag))),
          undone: all.filter((tag) => takenBack.has(keyOf(tag))),
          again: all.filter((tag) => again.has(keyOf(tag)) && !takenBack.has(keyOf(tag))),
        },
      ];
    }),
  );
}

const isRejectedInSidecar = ({ verdict, source }: Decision): boolean =>
  verdict === 'rejected' && source === REMOVED_IN_SIDECAR;

const keyOf = (tag: { readonly layer: TagLayer; readonly name: string }): string =>
  `${tag.layer}:${tag.name}`;

function wanted(
  proposals: readonly Proposal[],
  decisions: readonly Decision[],
  choice: TagChoice,
): WantedTag[] {
  const verdicts = new Map(decisions.map((decision) => [keyOf(decision), decision.verdict]));
  const kept = proposals.filter((proposal) => {
    const verdict = verdicts.get(keyOf(proposal));
    return verdict !== 'rejected' && (choice === 'proposed' || verdict !== undefined);
  });
  const names = new Set(kept.map(keyOf));
  const byHand = decisions.filter(
    (decision) => decision.verdict !== 'rejected' && !names.has(keyOf(decision)),
  );
  return [
    ...(['CK', 'AI'] as const).flatMap((layer) =>
      rankTags(
        kept.filter((proposal) => proposal.layer === layer),
        Number.POSITIVE_INFINITY,
      ).map(({ name, source, model }) => ({ layer, name, source, model })),
    ),
    ...byHand.map(({ layer, name }) => ({ layer, name, source: 'by hand', model: '' })),
  ];
}
