import type { ExistingKeywords, PhotoMetadata } from '../domain/metadata.ts';

/** Reads what files say of themselves, many at a time. Never writes. */
export interface MetadataReader {
  /** Name and version of the tool: a change makes metadata due again. */
  readonly id: string;
  /**
   * @param paths absolute paths, any bytes that a file system allows in UTF-8, newline and leading dash included.
   * @returns one result or one Error per path, in order. A tool that is missing or broken throws PhotoTagError.
   */
  read(paths: readonly string[]): Promise<(PhotoMetadata | Error)[]>;
  /** Keywords of XMP sidecars, in the order of the paths. */
  readSidecars(paths: readonly string[]): Promise<(ExistingKeywords | Error)[]>;
  close(): Promise<void>;
}
