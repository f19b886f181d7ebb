import type { Sha1 } from '../domain/photo.ts';

/** What to append to one sidecar. */
export interface SidecarAddition {
  /** The sidecar: it may exist or not. */
  readonly sidecar: string;
  /** Keywords with their prefix, for dc:subject: `CK:flower`. */
  readonly subject: readonly string[];
  /** Hierarchical form for lr:hierarchicalSubject: `CK|flower`. */
  readonly hierarchicalSubject: readonly string[];
}

/** Difference between what a sidecar holds and what it would hold. */
export interface SidecarChange {
  readonly sidecar: string;
  readonly creates: boolean;
  readonly addsSubject: readonly string[];
  readonly addsHierarchicalSubject: readonly string[];
}

export type SidecarWriteResult =
  | {
      readonly status: 'written';
      readonly change: SidecarChange;
      /** Of the sidecar's bytes; null where it was created. With the change, all that a journal needs. */
      readonly sha1Before: Sha1 | null;
      readonly sha1After: Sha1;
    }
  | { readonly status: 'unchanged'; readonly change: SidecarChange }
  | { readonly status: 'failed'; readonly reason: string };

export interface SidecarWriter {
  /** What `write` would do, without doing it. An Error is that sidecar's (not XMP, unreadable). */
  plan(additions: readonly SidecarAddition[]): Promise<(SidecarChange | Error)[]>;
  /**
   * Lock, read, merge, temporary file in the same folder, fsync, rename, read back, compare.
   * Only appends what is missing; everything that was there stays. `written` means read back and found right.
   */
  write(addition: SidecarAddition): Promise<SidecarWriteResult>;
  close(): Promise<void>;
}
