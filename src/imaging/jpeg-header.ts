import type { ByteSource } from './original-file.ts';

/** What a JPEG stream inside another file says of itself. */
export interface JpegHeader {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A camera writes some ten segments before the picture; more than this is no JPEG. */
const MAX_SEGMENTS = 200;

/**
 * Finds the frame header (SOF) of a JPEG at an offset, segment by segment (ITU-T T.81, annex B).
 * @returns undefined for anything but an 8-bit baseline, extended or progressive JPEG: RAW data of several makers
 * is lossless JPEG (SOF3), which has no pixels to look at.
 */
export async function readJpegHeader(file: ByteSource, offset: number): Promise<JpegHeader | undefined> {
  const start = await file.readAt(offset, 2);
  if (start.length < 2 || start[0] !== 0xff || start[1] !== 0xd8) return undefined;
  let at = offset + 2;
  for (let segment = 0; segment < MAX_SEGMENTS; segment++) {
    const head = await file.readAt(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return undefined;
    const marker = head[1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xc2)
      return head[4] === 8 ? { heightPx: head.readUInt16BE(5), widthPx: head.readUInt16BE(7) } : undefined;
    // C4, C8 and CC are no frame headers (tables, reserved, arithmetic conditioning); the other C3…CF are frames
    // that libjpeg does not decode. DA begins the pixels: a frame header must have come before.
    const otherFrame = marker >= 0xc3 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (otherFrame || marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + head.readUInt16BE(2);
  }
  return undefined;
}
