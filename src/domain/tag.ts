export type TagLayer = 'CK' | 'AI';

/** Why a word is no proposal yet. */
export interface Withheld {
  /** In words a person can read: `nothing but the caption says so`. */
  readonly reason: string;
  /** Not even a word that the user released is proposed where this is so: GPS contradicts it. */
  readonly isFinal?: boolean;
}

/** What a tagger says of one photo; prefixes, caps, suppression and privacy are the stage's work. */
export interface TagCandidate {
  /** Without prefix: `flower`, `blue glass`. */
  readonly name: string;
  /** 0 to 1, as the tagger counts: a cosine, a detector's score, a rule's own weight. It orders tags of one tagger. */
  readonly score: number;
  /** 0 to 1: how likely it is right, comparable between taggers; left out or null where nobody knows. */
  readonly probability?: number | null;
  /** The probability that it had to reach; left out or null where there is none. */
  readonly threshold?: number | null;
  /** In words a person can read: `exposure 30 s`. */
  readonly reason: string;
  /** Goes to the quarantine of the AI layer and not among the proposals, unless the user released the word. */
  readonly withheld?: Withheld | null;
  /** Where it is not the tagger's own. */
  readonly model?: string;
}

/** A tag that a tagger suggests, as it is stored and shown. */
export interface Proposal extends Omit<TagCandidate, 'withheld'> {
  readonly layer: TagLayer;
  /** The tagger's id: `gear`, `measured`, `objects`… */
  readonly source: string;
  /** The model that the score came from, or `rule`. */
  readonly model: string;
}

export type DecisionVerdict = 'accepted' | 'rejected' | 'added';

/** What the user said. Belongs to the photo, never to a cluster. */
export interface Decision {
  readonly layer: TagLayer;
  readonly name: string;
  readonly verdict: DecisionVerdict;
  /** Where it was found out, when the user did not say it here: {@link REMOVED_IN_SIDECAR}. */
  readonly source?: string;
}

/** A keyword of ours that is no longer in the sidecar: whoever took it out there has rejected it. */
export const REMOVED_IN_SIDECAR = 'removed in the sidecar by another program';

/** What was said of a tagger's proposals of one name. */
export interface RuleVerdicts {
  /** The tagger's id. */
  readonly source: string;
  readonly name: string;
  /** Clusters with a decision on it: a click on a burst of 200 frames is one fact, and not 200. */
  readonly clusters: number;
  /** Of these, those where it was kept; a cluster where some photos keep it counts by their share. */
  readonly kept: number;
}
