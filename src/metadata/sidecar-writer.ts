import type { Sha1 } from '../domain/photo.ts';

/** The properties that get keywords: dc:subject, lr:hierarchicalSubject, digiKam:TagsList. */
export type KeywordPropertyName = 'subject' | 'hierarchicalSubject' | 'tagsList';

/** Keywords by property, in order. A property that is not named is left alone. */
export type KeywordLists = { readonly [Name in KeywordPropertyName]?: readonly string[] };

/** What to append to one sidecar. */
export interface SidecarAddition {
  /** The sidecar: it may exist or not. */
  readonly sidecar: string;
  /** Keywords with their prefix, for dc:subject: `CK:flower`. */
  readonly subject: readonly string[];
  /** Hierarchical form for lr:hierarchicalSubject: `CK|flower`. */
  readonly hierarchicalSubject: readonly string[];
  /** For digiKam:TagsList: `CK/flower`. */
  readonly tagsList?: readonly string[];
}

/** What to take out of one sidecar: keywords that we added and that are still there. */
export interface SidecarRemoval {
  readonly sidecar: string;
  /**
   * Exact items (apart from Unicode normalisation and outer white space). Each is taken out once, the last of equal
   * ones; what is not there any more is passed over, and the result says what was.
   */
  readonly remove: KeywordLists;
  /**
   * `trace` of the changes of this sidecar, newest first: all that the journal has and that were not undone. Without
   * them the keywords go all the same, but an empty list or a declaration of ours may stay behind.
   */
  readonly traces: readonly string[];
  /** The sidecar goes where nothing but what we made it with is left. To be asked where the journal says `creates`. */
  readonly deleteIfOurs: boolean;
}

/** One keyword of ours in another spelling. */
export interface Respelling {
  /** As we wrote it; null where the new one is to be added. */
  readonly from: string | null;
  /** Null where it goes. */
  readonly to: string | null;
}

export type RespellingLists = { readonly [Name in KeywordPropertyName]?: readonly Respelling[] };

/** Keywords of ours to be spelled otherwise, each in its place. One whose new spelling is there already goes. */
export interface SidecarRespelling {
  readonly sidecar: string;
  readonly respell: RespellingLists;
  /** `trace` of the respelling that this one takes back: where nobody wrote since, the bytes before it come back. */
  readonly takesBack: string | null;
}

/** Difference between what a sidecar holds and what it would hold. */
export interface SidecarChange {
  readonly sidecar: string;
  /** What it holds now, in its order; null where there is no sidecar. */
  readonly holds: KeywordLists | null;
  readonly creates: boolean;
  readonly deletes: boolean;
  readonly add: KeywordLists;
  readonly remove: KeywordLists;
  /** The same as `add.subject`, empty where nothing. */
  readonly addsSubject: readonly string[];
  /** The same as `add.hierarchicalSubject`, empty where nothing. */
  readonly addsHierarchicalSubject: readonly string[];
  /**
   * What `remove` needs to give back the bytes before: some hundred characters for the journal, not to be looked into.
   * Null where nothing is added.
   */
  readonly trace: string | null;
}

export type SidecarWriteResult =
  | {
      readonly status: 'written';
      readonly change: SidecarChange;
      /** Of the sidecar's bytes; null where it was created. With the change, all that a journal needs. */
      readonly sha1Before: Sha1 | null;
      /** Null where it was deleted. */
      readonly sha1After: Sha1 | null;
    }
  | { readonly status: 'unchanged'; readonly change: SidecarChange }
  | {
      readonly status: 'failed';
      readonly reason: string;
      /**
       * The sidecar may have its new content or the old one (each whole): the disk failed right at the change. Then the
       * journal must leave the change open, and the next start looks.
       */
      readonly unsettled?: boolean;
    };

export type SidecarMoveResult =
  | { readonly status: 'moved' }
  /** Another sidecar stands at the new place; nothing was changed. */
  | { readonly status: 'taken' }
  | { readonly status: 'failed'; readonly reason: string };

export interface SidecarWriter {
  /** What `write` would do, without doing it. An Error is that sidecar's (not XMP, unreadable). */
  plan(additions: readonly SidecarAddition[]): Promise<(SidecarChange | Error)[]>;
  /**
   * Lock, read, merge, temporary file in the same folder, fsync, rename, read back, compare.
   * Only appends what is missing; everything that was there stays. `written` means read back and found right.
   */
  write(addition: SidecarAddition): Promise<SidecarWriteResult>;
  /** What `remove` would do, without doing it. */
  planRemoval(removals: readonly SidecarRemoval[]): Promise<(SidecarChange | Error)[]>;
  /** Takes keywords out, in the same steps. A sidecar that is not there any more is `unchanged`. */
  remove(removal: SidecarRemoval): Promise<SidecarWriteResult>;
  /** What `respell` would do, without doing it. */
  planRespelling(respellings: readonly SidecarRespelling[]): Promise<(SidecarChange | Error)[]>;
  /** Puts other spellings in the place of keywords, in the same steps and in one change. */
  respell(respelling: SidecarRespelling): Promise<SidecarWriteResult>;
  /** To another folder, perhaps on another disk, byte for byte; never over another sidecar. */
  move(from: string, to: string): Promise<SidecarMoveResult>;
  /**
   * Removes what killed processes left beside these sidecars and in their folders: to be asked at the start of every
   * command that writes, for all sidecars that it plans. Cheap (a listing a folder); never fails.
   */
  clearLeftovers(sidecars: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
