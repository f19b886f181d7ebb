import type { Sha1 } from './photo.ts';

/** How a model counts the tokens of a picture. */
export type ImageTokenRule =
  /** `base` for the picture, `tile` for each square of 512 px where it is looked at in detail. */
  | { readonly kind: 'tiles'; readonly base: number; readonly tile: number }
  /** Squares of 32 px, at most 1536, times a factor. */
  | { readonly kind: 'patches'; readonly multiplier: number }
  /** Nobody counts: a server of one's own. */
  | { readonly kind: 'free' };

export interface ModelPrice {
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
  readonly image: ImageTokenRule;
  /** Most tokens of an answer, those of thinking included: asked of the service, and reserved. */
  readonly mostOutputTokens: number;
}

/** How closely the service is to look; null leaves the word out of the request. */
export type ImageDetail = 'low' | 'high' | null;

export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What a service said of one picture, sorted out and safe to be shown: nothing in it is more than a word. */
export interface VisionWords {
  /** Lower case, no doubles, best first. */
  readonly tags: readonly string[];
  /** Names of places that it believes to see. Nobody's evidence. */
  readonly places: readonly string[];
}

/** Tokens as the service counts them; null where it does not say. */
export interface VisionUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** What the service made of a picture, kept for good. */
export type VisionAnswer =
  | { readonly kind: 'answered'; readonly words: VisionWords }
  | { readonly kind: 'refused'; readonly reason: string };

/** Equal keys get equal answers: what was paid for once is never asked again. */
export interface VisionKey {
  /** SHA-256 of the bytes that are sent. */
  readonly imageHash: string;
  readonly model: string;
  /** Hash of the prompt and of the form of the answer. */
  readonly promptId: string;
}

/** What is known of the vision service for one photo; the last word on it. */
export interface VisionResult extends VisionKey {
  readonly sha1: Sha1;
  readonly status: 'answered' | 'refused' | 'failed';
  /** Empty where there is none. */
  readonly words: VisionWords;
  /** Why not; empty where it was answered. */
  readonly reason: string;
}

/**
 * `announced`: the bytes may be leaving. `answered`, `refused`: done and paid. `damaged`: paid, and of no use.
 * `error`: the service said no, which costs nothing. `not-sent`: nothing left. `unknown`: nobody can say whether it
 * arrived and was paid; it counts as paid.
 */
export type EgressState = 'announced' | 'answered' | 'refused' | 'damaged' | 'error' | 'not-sent' | 'unknown';

/** One time that bytes of a photo left the machine, or were about to. No path, no key. */
export interface EgressEntry extends VisionKey {
  readonly runId: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** With the port where it is not the usual one. */
  readonly host: string;
  readonly photo: Sha1;
  /** Of the picture, before it is packed into the request. */
  readonly bytes: number;
  /** Why it may leave, in words. */
  readonly reason: string;
  /** Worst case, in billionths of a dollar. */
  readonly reservedNanoUsd: number;
}

export interface EgressEnd {
  readonly state: Exclude<EgressState, 'announced'>;
  /** Counted against the budget; never more than what was reserved. */
  readonly countedNanoUsd: number;
  /** What the service's own count of tokens comes to; null where it gave none. */
  readonly reportedNanoUsd: number | null;
  readonly usage: VisionUsage;
  readonly note: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface EgressRow extends EgressEntry {
  readonly id: number;
  readonly end: EgressEnd | null;
}

/** A run that the user agreed to. It goes on after a kill, with what it has spent. */
export interface VisionRun {
  readonly id: number;
  readonly host: string;
  readonly model: string;
  readonly startedAt: string;
}

/** The table of what left, for people: a line before the bytes leave, and one when it is known what became of them. */
export interface EgressLog {
  /** On the disk when it resolves. Throws where it cannot be written: then nothing may leave. */
  write(row: EgressRow): Promise<void>;
  /** Adds the ends of these calls that are missing: a killed run may have kept them in the table alone. */
  catchUp(rows: readonly EgressRow[]): Promise<void>;
}

/** The user's yes to one run of the vision service. */
export interface VisionConsent {
  readonly runId: number;
  readonly baseUrl: string;
  readonly model: string;
  /** Also those of which nobody knows whether they were paid for. */
  readonly retryUnknown: boolean;
}
