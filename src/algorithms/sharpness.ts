import type { Plane } from './area-average.ts';

/**
 * Variance of the response to the kernel 0 1 0 / 1 −4 1 / 0 1 0 over all pixels that have four neighbours, LAPV in
 * Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, 2000. Unit: squared luminance steps; some 100
 * for a blurred photo of 512 px, some 1000 for a sharp one, and more with much fine detail. 0 for pictures of less
 * than 3 × 3 pixels.
 *
 * The kernel looks at neighbouring pixels, so only values of pictures of one size compare.
 */
export function varianceOfLaplacian({ widthPx, heightPx, values }: Plane): number {
  if (widthPx < 3 || heightPx < 3) return 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < heightPx - 1; y++) {
    const end = (y + 1) * widthPx - 1;
    for (let index = y * widthPx + 1; index < end; index++) {
      const sides = values[index - 1]! + values[index + 1]!;
      const response = sides + values[index - widthPx]! + values[index + widthPx]! - 4 * values[index]!;
      sum += response;
      squares += response * response;
    }
  }
  const count = (widthPx - 2) * (heightPx - 2);
  const mean = sum / count;
  return Math.max(0, squares / count - mean * mean);
}
