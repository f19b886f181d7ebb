import sharp from 'sharp';

const LEVELS = 8;
/** Enough pixels for 512 bins, and quick. */
const SIDE_PX = 128;

/** The peer: 8×8×8 bins of RGB. @returns 512 numbers of unit length. */
export async function colourHistogram(jpeg: string): Promise<Float32Array> {
  const pixels = await sharp(jpeg)
    .autoOrient()
    .flatten()
    .resize(SIDE_PX, SIDE_PX, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const bins = new Float32Array(LEVELS ** 3);
  const level = (value: number) => Math.floor((value * LEVELS) / 256);
  for (let i = 0; i < pixels.length; i += 3) {
    const [red, green, blue] = [level(pixels[i]!), level(pixels[i + 1]!), level(pixels[i + 2]!)];
    bins[(red * LEVELS + green) * LEVELS + blue]! += 1;
  }
  const length = Math.hypot(...bins);
  return bins.map((count) => count / length);
}
