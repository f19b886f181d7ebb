/** Upright 8-bit pixels, channels interleaved, row by row. */
export interface DecodedRaw {
  readonly pixels: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
}

export interface RawDecodeOptions {
  /**
   * Half the size is decoded, in a fraction of the time, where its long edge is still at least this: one pixel from
   * each 2 × 2 block of the sensor needs no demosaicing.
   */
  readonly minimumPx: number;
  /** Long edge of the RAW data as stored, 0 where it is not known. */
  readonly longEdgePx: number;
  readonly timeoutMillis: number;
}

/**
 * Turns sensor data into sRGB pixels with the camera's white balance, turned upright after the RAW's orientation.
 * @throws Error for a file that it cannot decode: the sentence says why as far as LibRaw does.
 */
export type RawDecoder = (path: string, options: RawDecodeOptions) => Promise<DecodedRaw>;
