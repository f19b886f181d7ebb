import type { PixelStatistics } from '../domain/proxy.ts';
import { highlightBimodality } from './highlight-bimodality.ts';
import { histogramOf, luminanceOf, medianLuminance, type PictureSize, shareDarkerThan } from './luminance.ts';
import { perceptualHash } from './perceptual-hash.ts';
import { meanSaturation } from './saturation.ts';
import { varianceOfLaplacian } from './sharpness.ts';

/** Luminance below which a pixel counts as dark: deep shadow and black background, after the product spec. */
export const DARK_LUMINANCE = 0.08;

/**
 * Long edge at which luminance is measured. Sharpness depends on the size of the picture: at one size for all, the
 * values of a 45-megapixel file and of a scan compare, and so do those of libraries with another proxy size. Smaller
 * pictures are measured as they are: enlarging adds no detail.
 */
export const MEASURED_LONG_EDGE_PX = 512;

/**
 * Pixels that the mean saturation is taken from, at least: the standard error of a mean over so many is below
 * 0.002, and the other statistics would not wait for more.
 */
const SATURATION_SAMPLE = 100_000;

/**
 * All that is measured on a picture, from the pixels that its proxy is encoded from.
 * @param rgb 8-bit sRGB, three bytes a pixel, row by row, upright.
 * @throws RangeError where the array does not hold width × height pixels.
 */
export function pixelStatistics(rgb: Uint8Array, widthPx: number, heightPx: number): PixelStatistics {
  const size = { widthPx, heightPx };
  const luminance = luminanceOf(rgb, size, measuredSize(size));
  const histogram = histogramOf(luminance.values);
  return {
    medianLuminance: medianLuminance(histogram),
    darkRatio: shareDarkerThan(histogram, DARK_LUMINANCE),
    highlightBimodality: highlightBimodality(histogram),
    sharpness: varianceOfLaplacian(luminance),
    meanSaturation: meanSaturation(rgb, Math.max(1, Math.floor((widthPx * heightPx) / SATURATION_SAMPLE))),
    perceptualHash: perceptualHash(luminance),
  };
}

function measuredSize(size: PictureSize): PictureSize {
  const scale = Math.min(1, MEASURED_LONG_EDGE_PX / Math.max(size.widthPx, size.heightPx));
  const scaled = (edge: number) => Math.max(1, Math.round(edge * scale));
  return { widthPx: scaled(size.widthPx), heightPx: scaled(size.heightPx) };
}
