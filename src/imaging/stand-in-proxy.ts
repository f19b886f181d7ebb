import sharp from 'sharp';

/**
 * A JPEG as large as a proxy and as much work to decode as a photo, for measuring where there is no library yet.
 * @param sizePx long edge
 */
export async function writeStandInProxy(path: string, sizePx: number): Promise<void> {
  const [width, height] = [sizePx, Math.round((sizePx * 2) / 3)];
  const rgb = Buffer.alloc(width * height * 3);
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const texture = ((x * 7919 + y * 104729) % 31) + 40 * Math.sin(x / 9) * Math.cos(y / 13);
      for (const base of [90, 120, 140]) rgb[at++] = base + texture;
    }
  }
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toFile(path);
}
