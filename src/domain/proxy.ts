/**
 * Measured on the pixels that the proxy is made of, luminance at a long edge of 512 px so that values compare.
 * Luminance is Rec. 709 luma of sRGB, 0 to 1.
 */
export interface PixelStatistics {
  readonly medianLuminance: number;
  /** Share of pixels with luminance below 0.08. */
  readonly darkRatio: number;
  /** 0 to 1: how far the histogram stands apart in a dark and a bright group. */
  readonly highlightBimodality: number;
  /** Variance of the Laplacian of luminance (0 to 255) at 512 px, as a sharpness measure (Pech-Pacheco et al. 2000). */
  readonly sharpness: number;
  /** Mean HSV saturation, 0 to 1; near 0 for black and white. */
  readonly meanSaturation: number;
  /** 64-bit perceptual hash (DCT), 16 hex digits. */
  readonly perceptualHash: string;
}

export type ProxySource = 'image' | 'embedded-preview' | 'raw-decode';

export interface Proxy {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sizeBytes: number;
  readonly source: ProxySource;
  readonly statistics: PixelStatistics;
  /** What is wrong with a file of which a picture could still be made, as a sentence: cut off, partly unreadable. */
  readonly damage?: string | undefined;
}

/** A picture small enough to lie inside a page. */
export interface Thumbnail {
  /** JPEG as a data URI. */
  readonly dataUri: string;
  readonly widthPx: number;
  readonly heightPx: number;
}
