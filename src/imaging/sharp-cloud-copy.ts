import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { messageOf } from '../domain/errors.ts';
import type { CloudCopy, CloudCopyMaker } from './cloud-copy-maker.ts';

/** Blocks begin to be taken for texture below. */
const QUALITY = 85;

/**
 * Decodes the proxy to sRGB pixels and encodes them anew: what is not a pixel stays behind. sharp keeps no metadata
 * unless it is told to; the gate looks at the bytes once more.
 */
export function sharpCloudCopies(): CloudCopyMaker {
  return {
    async make(proxy, longEdgePx): Promise<CloudCopy | Error> {
      try {
        const { data, info } = await sharp(await readFile(proxy))
          .rotate()
          .resize({ width: longEdgePx, height: longEdgePx, fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#000' })
          .toColourspace('srgb')
          .jpeg({ quality: QUALITY, mozjpeg: false, progressive: false })
          .toBuffer({ resolveWithObject: true });
        return { jpeg: data, widthPx: info.width, heightPx: info.height };
      } catch (cause) {
        return new Error(`the proxy cannot be read: ${messageOf(cause)}`, { cause });
      }
    },
  };
}
