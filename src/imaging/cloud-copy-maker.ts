import type { PictureSize } from '../domain/vision.ts';

/** A picture and nothing else: no metadata, no profile, no name. */
export interface CloudCopy extends PictureSize {
  readonly jpeg: Uint8Array;
}

/** Makes the copy of a proxy that a vision service may see. */
export interface CloudCopyMaker {
  /**
   * The same proxy gives the same bytes, so that an answer is found again.
   * @returns an Error where the proxy is not there or cannot be read
   */
  make(proxy: string, longEdgePx: number): Promise<CloudCopy | Error>;
}
