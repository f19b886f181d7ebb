import sharp from 'sharp';
import type { Detections } from '../src/domain/detection.ts';

/** What is left of the encoded values: in light nearly five stops less (0.22 to the power of 2.2), a dark stage. */
const DARKENED = 0.22;

/** From under the chin, in heights and widths of the face's box. */
const HEADLESS = { chin: 1.15, height: 5, width: 4.5 };
/** A crop smaller than this says nothing of a photo of 1024 px. */
const SMALLEST_CROP_PX = 120;

export const blackAndWhite = (jpeg: string): Promise<Buffer> =>
  sharp(jpeg).grayscale().jpeg({ quality: 90 }).toBuffer();

export const darkened = (jpeg: string): Promise<Buffer> =>
  sharp(jpeg).linear(DARKENED, 0).jpeg({ quality: 90 }).toBuffer();

/**
 * The body under the largest sure face, the head cut off: what a photo of a torso without a face looks like.
 * Null where there is no sure face, or too little under it.
 */
export async function withoutHead(jpeg: string, seen: Detections): Promise<Buffer | null> {
  const face = seen.faces
    .filter(({ score }) => score > 0.6)
    .toSorted((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)[0]?.box;
  if (face === undefined) return null;
  const { width = 0, height = 0 } = await sharp(jpeg).metadata();
  const top = Math.round((face.y + face.height * HEADLESS.chin) * height);
  const cropWidth = Math.round(face.width * width * HEADLESS.width);
  const left = Math.max(0, Math.round((face.x + face.width / 2) * width - cropWidth / 2));
  const crop = {
    left,
    top,
    width: Math.min(width - left, cropWidth),
    height: Math.min(height - top, Math.round(face.height * height * HEADLESS.height)),
  };
  if (crop.height < Math.max(SMALLEST_CROP_PX, face.height * height) || crop.width < SMALLEST_CROP_PX)
    return null;
  return sharp(jpeg).extract(crop).jpeg({ quality: 90 }).toBuffer();
}
