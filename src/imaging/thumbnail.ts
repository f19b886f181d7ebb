import { existsSync } from 'node:fs';
import sharp from 'sharp';
import type { Thumbnail } from '../domain/proxy.ts';

// Each proxy is read once, and one core is enough for it: libvips would keep 50 MB of what nobody asks for again, and a
// pool of threads for every picture.
sharp.cache(false);
sharp.concurrency(1);

/** Small JPEGs are looked at for a second; below 70 skies break into blocks. */
const QUALITY = 72;

/** A thumbnail of a proxy; null where the proxy is not there or cannot be read. */
export async function thumbnailOf(proxy: string, longEdgePx: number): Promise<Thumbnail | null> {
  const small = await smallJpeg(proxy, longEdgePx);
  if (small === null) return null;
  const { data, widthPx, heightPx } = small;
  return { dataUri: `data:image/jpeg;base64,${data.toString('base64')}`, widthPx, heightPx };
}

/** The same as a file's bytes. */
export async function smallJpeg(
  proxy: string,
  longEdgePx: number,
): Promise<{ data: Buffer; widthPx: number; heightPx: number } | null> {
  if (!existsSync(proxy)) return null;
  try {
    const { data, info } = await sharp(proxy)
      .resize({ width: longEdgePx, height: longEdgePx, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY, mozjpeg: false })
      .toBuffer({ resolveWithObject: true });
    return { data, widthPx: info.width, heightPx: info.height };
  } catch {
    // The page shows a placeholder; the proxies stage is where a damaged proxy is an error.
    return null;
  }
}
