import type { ApprovedPicture } from '../algorithms/cloud-policy.ts';
import type { PhotoTagError } from '../domain/errors.ts';
import type { EgressEnd, VisionUsage, VisionWords } from '../domain/vision.ts';

/** How one call ended, before its price is known. */
export type CallEnd =
  | { readonly state: 'answered'; readonly words: VisionWords; readonly usage: VisionUsage }
  | { readonly state: 'refused'; readonly reason: string; readonly usage: VisionUsage }
  | {
      readonly state: 'damaged' | 'error' | 'not-sent' | 'unknown';
      readonly note: string;
      readonly usage: VisionUsage;
    };

/** One call that the gate let through, announced in the egress log. */
export interface OpenCall {
  readonly picture: ApprovedPicture;
  /** Must be called once, whatever happened. Keeps the answer together with its confirmation. */
  settle(end: CallEnd): Promise<EgressEnd>;
}

/** Where leave to call is asked for, anew before each attempt. */
export interface CallDesk {
  /** @returns why not, where it may not. */
  open(): Promise<OpenCall | { readonly held: readonly string[] }>;
  /** Most tokens that a call takes, for the limits of a minute. */
  readonly worstTokens: number;
}

/** What became of one picture. */
export type Described =
  | { readonly kind: 'answered'; readonly words: VisionWords }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Tried as often as it may be. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** The gate said no. */
  | { readonly kind: 'held'; readonly reasons: readonly string[] }
  /** The user stopped the run before it was asked. */
  | { readonly kind: 'stopped' }
  /** The service cannot be used at all: key, model, address. */
  | { readonly kind: 'broken'; readonly error: PhotoTagError };

/** What is asked of every picture; a change is another question. */
export interface VisionQuestion {
  readonly model: string;
  readonly promptId: string;
  /** Of instructions and form of the answer, UTF-8. */
  readonly promptBytes: number;
}

/** A service that describes pictures in words, on another machine or on this one. */
export interface Vision extends VisionQuestion {
  /** Calls at the same time. */
  readonly concurrency: number;
  /** Asks for words for one picture, and again where it is worth it. Never throws for what the service does. */
  describe(desk: CallDesk, signal: AbortSignal): Promise<Described>;
  close(): Promise<void>;
}
