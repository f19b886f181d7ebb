/** SHA-1 of a file's bytes, 40 lower-case hex digits: the identity of a photo. */
export type Sha1 = string;

/** Where a file stands after the last scan. */
export type FileStatus = 'present' | 'missing' | 'skipped' | 'failed';

/** One path on disk. Two files with the same bytes are one photo. */
export interface PhotoFile {
  /** Absolute path, exactly as the file system gave it (no Unicode normalisation). */
  readonly path: string;
  /** The configured root that the walk found it under. */
  readonly root: string;
  readonly sizeBytes: number;
  /** Modification time in microseconds since 1970 UTC. */
  readonly mtimeMicros: number;
  /** Birth time in microseconds since 1970 UTC, or null where the file system keeps none. */
  readonly birthMicros: number | null;
  readonly inode: string;
  /** Null until the bytes were read, and for skipped and failed files. */
  readonly sha1: Sha1 | null;
  readonly status: FileStatus;
  /** Why it was skipped, failed or is missing; null for a present file. */
  readonly reason: string | null;
}
