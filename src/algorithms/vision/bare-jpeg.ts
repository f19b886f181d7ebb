/** Start of frame: baseline, extended, progressive; no lossless or arithmetic ones, which nobody here writes. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const HUFFMAN = 0xc4;
const QUANTISATION = 0xdb;
const RESTART_INTERVAL = 0xdd;
const SCAN = 0xda;
const END = 0xd9;
const JFIF = 0xe0;

/**
 * Whether a JPEG is a picture and nothing else: no EXIF, XMP, IPTC, colour profile, comment or thumbnail, and no byte
 * behind its end. Of the application segments only a JFIF header without a thumbnail is let through.
 * @returns null where it is; else what else there is, in words
 */
export function besideThePicture(jpeg: Uint8Array): string | null {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return 'no JPEG';
  let at = 2;
  let hasFrame = false;
  while (at < jpeg.length) {
    if (jpeg[at] !== 0xff) return 'bytes between its segments';
    while (jpeg[at + 1] === 0xff) at++;
    const marker = jpeg[at + 1];
    if (marker === undefined) return 'no end';
    if (marker === END) {
      if (!hasFrame) return 'no picture';
      return at + 2 === jpeg.length ? null : 'bytes behind its end';
    }
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > jpeg.length) return 'a broken segment';
    if (FRAMES.has(marker)) hasFrame = true;
    else if (marker === JFIF) {
      if (!isPlainJfif(jpeg.subarray(at + 4, end))) return 'an application segment';
    } else if (marker === SCAN) {
      at = endOfScan(jpeg, end);
      continue;
    } else if (marker !== HUFFMAN && marker !== QUANTISATION && marker !== RESTART_INTERVAL) {
      return marker === 0xfe
        ? 'a comment'
        : marker > JFIF && marker <= 0xef
          ? 'an application segment'
          : 'an unknown segment';
    }
    at = end;
  }
  return 'no end';
}

/** `JFIF`, version, density, and a thumbnail of 0 × 0 (ITU-T T.871, section 10.1). */
function isPlainJfif(segment: Uint8Array): boolean {
  const name = [0x4a, 0x46, 0x49, 0x46, 0];
  return (
    segment.length === 14 &&
    name.every((byte, index) => segment[index] === byte) &&
    segment[12] === 0 &&
    segment[13] === 0
  );
}

/** Coded data goes on over stuffed zeros and restart marks. */
function endOfScan(jpeg: Uint8Array, from: number): number {
  for (let at = from; at < jpeg.length; at++) {
    if (jpeg[at] !== 0xff) continue;
    const next = jpeg[at + 1];
    if (next === 0 || (next !== undefined && next >= 0xd0 && next <= 0xd7)) at++;
    else if (next !== 0xff) return at;
  }
  return jpeg.length;
}
