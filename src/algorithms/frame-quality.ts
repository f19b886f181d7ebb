import type { PixelStatistics } from '../domain/proxy.ts';

export type FrameStatistics = Pick<PixelStatistics, 'sharpness' | 'medianLuminance'>;

export const FRAME_QUALITY = {
  /** Added to the median luminance (0 to 1) before its logarithm: what of a dark frame is noise. */
  noiseLuminance: 0.05,
  /**
   * Weight of the light that differs from the usual, per factor of 2 in the encoded luminance. Above 1, so that it
   * outweighs what exposure does to sharpness (see `frameQuality`): of a frame as it was shot and ±1 stop the middle
   * is best in 93 % of 111 photos, at a weight of 1 in 70 %. A frame that is a stop off still wins against a blur of
   * 0.7 px in 99 %; with 3 it would in 96 %.
   */
  lightWeight: 1.5,
} as const;

/**
 * How good a frame is, to be compared with frames of the same picture only: sharp, and exposed as the others are.
 *
 * What exposure does to the variance of the Laplacian depends on the tone curve: where pixels are multiplied, it grows
 * with the square of the brightness; where a curve holds the highlights, hardly. Divided by the brightness itself it is
 * at most one power off either way, which the weight of the light makes up for.
 *
 * @param usualLuminance median of the frames of the picture; null where none is known: then sharpness alone counts
 * @returns a logarithm to base 2 of a variance: one more is √2 times the contrast of edges
 */
export function frameQuality(
  { sharpness, medianLuminance }: FrameStatistics,
  usualLuminance: number | null,
): number {
  const light = lightOf(medianLuminance);
  const unusual = usualLuminance === null ? 0 : Math.abs(light - lightOf(usualLuminance));
  return Math.log2(sharpness + 1) - light - FRAME_QUALITY.lightWeight * unusual;
}

const lightOf = (luminance: number): number => Math.log2(luminance + FRAME_QUALITY.noiseLuminance);
