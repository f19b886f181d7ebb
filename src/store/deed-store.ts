import type { DateDecision } from '../domain/capture-time.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { DecisionVerdict, TagLayer } from '../domain/tag.ts';
import type { PeopleFlag } from './store.ts';

/** All that is kept of what the user said of one tag of one photo. */
export interface TagState {
  /** Null: nothing was said. */
  readonly verdict: DecisionVerdict | null;
  readonly source: string | null;
  /** The run that took the tag back, which is why it is not written again; null where none did. */
  readonly undoneBy: number | null;
}

/** Photos that a deed changed in the same way. */
export interface DeedChange<State> {
  readonly before: State;
  readonly after: State;
  readonly sha1s: readonly Sha1[];
}

/** What a deed did to one tag, to the people flag, or to what was said of dates. */
export type DeedPart =
  | {
      readonly kind: 'tag';
      readonly layer: TagLayer;
      readonly name: string;
      readonly changes: readonly DeedChange<TagState>[];
    }
  | { readonly kind: 'people'; readonly changes: readonly DeedChange<PeopleFlag | null>[] }
  | { readonly kind: 'dates'; readonly changes: readonly DeedChange<DateDecision | null>[] };

/** `several`: one after the other, and taken back together. */
export type DeedBody = DeedPart | { readonly kind: 'several'; readonly parts: readonly DeedPart[] };

/** One deed of the user, with what is needed to take it back. */
export interface Deed {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was done, in words: `accept CK:flower`. */
  readonly words: string;
  readonly body: DeedBody;
}

export interface DeedSummary extends Omit<Deed, 'body'> {
  readonly photos: number;
  readonly takenBack: boolean;
}

/**
 * What the user did, in order, so that it can be taken back and done again without limit. Deeds that were taken back
 * are forgotten with the next new one.
 */
export interface DeedStore {
  /** Of all these photos. */
  tagStates(
    tag: { readonly layer: TagLayer; readonly name: string },
    sha1s: readonly Sha1[],
  ): Promise<Map<Sha1, TagState>>;
  putTagState(
    tag: { readonly layer: TagLayer; readonly name: string },
    sha1s: readonly Sha1[],
    state: TagState,
  ): Promise<void>;
  /** Those of these photos for which somebody proposed the tag. */
  proposedAmong(
    tag: { readonly layer: TagLayer; readonly name: string },
    sha1s: readonly Sha1[],
  ): Promise<Set<Sha1>>;
  /** Forgets the deeds that were taken back. */
  record(deed: Omit<Deed, 'id'>): Promise<number>;
  /** The last that stands. */
  last(): Promise<Deed | null>;
  /** The one that was taken back last. */
  lastTakenBack(): Promise<Deed | null>;
  setTakenBack(id: number, takenBack: boolean): Promise<void>;
  /** Newest first: what comes before that id, at most `limit`. */
  page(page: { readonly before: number | null; readonly limit: number }): Promise<DeedSummary[]>;
}
