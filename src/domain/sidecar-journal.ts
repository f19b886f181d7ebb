import type { Sha1 } from './photo.ts';
import type { TagLayer } from './tag.ts';

/** The properties that get keywords: dc:subject, lr:hierarchicalSubject, digiKam:TagsList. */
export const KEYWORD_PROPERTIES = ['subject', 'hierarchicalSubject', 'tagsList'] as const;
export type JournalProperty = (typeof KEYWORD_PROPERTIES)[number];

/** One tag in one sidecar: which of its spellings we put there, or took out. One that stood there before is not named. */
export interface JournalTag extends Partial<Readonly<Record<JournalProperty, string>>> {
  readonly layer: TagLayer;
  /** Without prefix. */
  readonly name: string;
  /** The tagger's id, or `by hand`. */
  readonly source: string;
  /** The model that proposed it, `rule`, or empty. */
  readonly model: string;
  /** The run that wrote it first: redoing it and bringing it home keep this. */
  readonly runId: number;
  /** The run that gave it this spelling, where that is not the one of the entry: a change that is taken back. */
  readonly spelledRunId?: number;
}

/**
 * `added`: we put tags into the sidecar. `removed`: we took them out again (undo).
 * `taken-out`: another program took them out, so they are ours no more and are not written again.
 * `respelled`: we put other spellings of them in their place (a term was renamed).
 * `lost`: they went with the sidecar, or with the whole list, as when a backup was restored.
 */
export type JournalDeed = 'added' | 'removed' | 'taken-out' | 'lost' | 'respelled';

/** What happened to one sidecar in one run. */
export interface JournalEntry {
  readonly runId: number;
  readonly deed: JournalDeed;
  readonly original: string;
  /** Of the original when it was written; null where it is not known any more. */
  readonly sha1: Sha1 | null;
  readonly sidecar: string;
  /** Of `added`: the sidecar was made; of `removed` and `lost`: it went as a whole. */
  readonly whole: boolean;
  readonly tags: readonly JournalTag[];
  /**
   * Of `respelled` alone: one for each of `tags`, as it was before. Where a new spelling stood there already, the tag
   * names none; where an old one comes back that had gone in this way, the former tag names none.
   */
  readonly former?: readonly JournalTag[];
  /** What the sidecar writer needs to give back the bytes before; not to be looked into. */
  readonly trace: string | null;
  /** Of the sidecar's bytes; null where there was none, and where it is not known. */
  readonly sha1Before: Sha1 | null;
  readonly sha1After: Sha1 | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type JournalRunKind = 'write' | 'undo' | 'redo' | 'bring-home' | 'vocabulary';

export interface JournalRun {
  readonly id: number;
  readonly kind: JournalRunKind;
  /** As the user typed it. */
  readonly command: string;
  /** Of a redo, the undo that it takes back. */
  readonly of: number | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** A tag that an undo took back: it is not written again until it is redone, or accepted once more. */
export interface UndoneTag {
  readonly sha1: Sha1;
  readonly layer: TagLayer;
  readonly name: string;
  /** The undo. */
  readonly runId: number;
}
