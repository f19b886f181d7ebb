import type { Sha1 } from '../domain/photo.ts';

/** What the bytes of one file come to, all from one reading. */
export interface FileHash {
  /** Of all bytes. */
  readonly sha1: Sha1;
  /**
   * MD5 of the image data alone, 32 hex digits, the same as exiftool's ImageDataHash. Null for what is no JPEG (there
   * the metadata reader has it) and for a JPEG without image data.
   */
  readonly imageDataHash: string | null;
  readonly sizeBytes: number;
}

/** Reads files from beginning to end, several at a time. Never writes. */
export interface FileHasher {
  /**
   * @returns one hash or one Error per path, in order: the file is missing, unreadable, no regular file, or changed
   *   while it was read.
   */
  hash(paths: readonly string[]): Promise<(FileHash | Error)[]>;
  close(): Promise<void>;
}
