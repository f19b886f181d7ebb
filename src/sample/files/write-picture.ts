import { writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../library/planned-file.ts';
import { develop } from '../pixels/develop.ts';
import { createFrame, type Frame } from '../pixels/frame.ts';
import { SCENES } from '../scenes/index.ts';
import { writeDng } from './dng.ts';

/**
 * Pictures are rendered at this share of their width and enlarged: a sixth of the work, and at the size of a proxy
 * (1,024 px) nobody can tell.
 */
const RENDER_SHARE = 0.4;
const JPEG_QUALITY = 86;
/** Long edge of the preview in a RAW: more than a proxy needs. */
const PREVIEW_LONG_EDGE_PX = 1280;
const SMALL_PREVIEW_LONG_EDGE_PX = 320;
const THUMBNAIL_LONG_EDGE_PX = 160;

function render(picture: Picture, width: number, height: number): Frame {
  const frame = createFrame(width, height);
  SCENES[picture.scene](frame, picture.exposure);
  return frame;
}

const developed = (frame: Frame, picture: Picture): Sharp =>
  sharp(develop(frame, picture.development), {
    raw: { width: frame.width, height: frame.height, channels: 3 },
  });

/** Width and height of the upright picture at a scale. */
export const scaledSize = (picture: Picture, scale: number): readonly [number, number] => {
  const even = picture.format.startsWith('dng') ? 2 : 1;
  const size = (px: number): number => Math.max(16, even * Math.round((px * scale) / even));
  return [size(picture.widthPx), size(picture.heightPx)];
};

/**
 * Renders one picture into a file.
 * @param scale of the file's width and height, 0 to 1.
 */
export async function writePicture(
  picture: Picture,
  target: string,
  scale: number,
  model: string,
): Promise<void> {
  const [width, height] = scaledSize(picture, scale);
  if (picture.format === 'dng' || picture.format === 'dng-small-preview') {
    await writeFile(target, await rawBytes(picture, width, height, scale, model));
    return;
  }
  const frame = render(picture, Math.round(width * RENDER_SHARE), Math.round(height * RENDER_SHARE));
  let image = developed(frame, picture).resize(width, height, { kernel: 'cubic', fit: 'fill' });
  // Stored on its side, as a camera that was held upright does; EXIF says how to turn it back.
  if (picture.orientation !== 1) {
    const upright = await image.raw().toBuffer();
    image = sharp(upright, { raw: { width, height, channels: 3 } }).rotate(
      picture.orientation === 6 ? 270 : 90,
    );
  }
  const encoded =
    picture.format === 'tiff' ? image.tiff({ compression: 'lzw' }) : image.jpeg({ quality: JPEG_QUALITY });
  await writeFile(target, await encoded.toBuffer());
}

async function rawBytes(
  picture: Picture,
  width: number,
  height: number,
  scale: number,
  model: string,
): Promise<Uint8Array> {
  const frame = render(picture, width, height);
  const exposure = 2 ** picture.development.exposureStops;
  const print = await developed({ ...frame, rgb: frame.rgb.slice() }, picture)
    .png()
    .toBuffer();
  const withPreview = picture.format === 'dng';
  const longEdge = (withPreview ? PREVIEW_LONG_EDGE_PX : SMALL_PREVIEW_LONG_EDGE_PX) * scale;
  const preview = await sharp(print)
    .resize(Math.max(16, Math.round(longEdge)))
    .jpeg({ quality: 88 })
    .toBuffer({ resolveWithObject: true });
  const small = await sharp(print).resize(THUMBNAIL_LONG_EDGE_PX).raw().toBuffer({ resolveWithObject: true });
  return writeDng(
    frame,
    exposure,
    model,
    { rgb: small.data, widthPx: small.info.width, heightPx: small.info.height },
    { jpeg: preview.data, widthPx: preview.info.width, heightPx: preview.info.height },
  );
}
