/**
 * Mean HSV saturation, (max − min) / max of a pixel's channels (Smith, Color Gamut Transform Pairs, 1978); black
 * pixels count as 0. Near 0 for black and white, also for a slightly toned print.
 * @param rgb 8-bit sRGB, three bytes a pixel.
 * @param step looks at every step-th pixel in reading order, beginning with the first.
 * @returns 0 to 1.
 */
export function meanSaturation(rgb: Uint8Array, step = 1): number {
  let sum = 0;
  let count = 0;
  for (let byte = 0; byte < rgb.length; byte += 3 * step, count++) {
    const red = rgb[byte]!;
    const green = rgb[byte + 1]!;
    const blue = rgb[byte + 2]!;
    const high = Math.max(red, green, blue);
    const low = Math.min(red, green, blue);
    if (high > low) sum += (high - low) / high;
  }
  return sum / count;
}
