/**
 * What the first bytes say of a file, whatever its name is: a `.nef` can be a JPEG, and a DNG is a TIFF.
 * - `image`: for libvips.
 * - `tiff`: a TIFF or a RAW in TIFF structure, which only its directories tell.
 * - `raw`: a RAW file for certain.
 * - `other`: no picture that can be decoded here, with the reason as a sentence.
 */
export type Content =
  | { readonly kind: 'image'; readonly name: string }
  | { readonly kind: 'tiff'; readonly name: string }
  | { readonly kind: 'raw'; readonly name: string }
  | { readonly kind: 'other'; readonly reason: string };

/** Bytes that {@link sniffContent} wants to see. */
export const SNIFF_BYTES = 512;

type Signature = readonly [offset: number, bytes: string, content: Content];

const image = (name: string): Content => ({ kind: 'image', name });
const tiff = (name: string): Content => ({ kind: 'tiff', name });
const raw = (name: string): Content => ({ kind: 'raw', name });
const no = (what: string): Content => ({ kind: 'other', reason: `The content is ${what}.` });
const HEIC = no('a HEIC picture, which cannot be decoded here: convert it to JPEG');

/** In this order: the longer signature of two with the same beginning comes first. Bytes as Latin-1. */
const SIGNATURES: readonly Signature[] = [
  [0, '\xff\xd8\xff', image('JPEG')],
  [0, '\x89PNG\r\n\x1a\n', image('PNG')],
  [0, 'GIF8', image('GIF')],
  [8, 'WEBP', image('WebP')],
  [8, 'CR\x02', tiff('Canon CR2')],
  [0, 'II*\0', tiff('TIFF')],
  [0, 'MM\0*', tiff('TIFF')],
  [0, 'II+\0', image('BigTIFF')],
  [0, 'MM\0+', image('BigTIFF')],
  [0, 'IIU\0', tiff('Panasonic RW2')],
  [0, 'IIRO', raw('Olympus ORF')],
  [0, 'IIRS', raw('Olympus ORF')],
  [0, 'MMOR', raw('Olympus ORF')],
  [6, 'HEAPCCDR', raw('Canon CRW')],
  [4, 'ftypcrx ', raw('Canon CR3')],
  [0, 'FUJIFILMCCD-RAW', raw('Fujifilm RAF')],
  [0, '\0MRM', raw('Minolta MRW')],
  [0, 'FOVb', raw('Sigma X3F')],
  [4, 'ftypavif', image('AVIF')],
  [4, 'ftypavis', image('AVIF')],
  [4, 'ftypheic', HEIC],
  [4, 'ftypheix', HEIC],
  // Either HEIC or AVIF; the decoder finds out.
  [4, 'ftypmif1', image('HEIF')],
  [4, 'ftypmsf1', image('HEIF')],
  [4, 'ftyphevc', HEIC],
  [4, 'ftyp', no('a video')],
  [0, '\0\0\0\x0cJXL ', no('a JPEG XL picture, which cannot be decoded here')],
  [0, '\xff\x0a', no('a JPEG XL picture, which cannot be decoded here')],
  [0, '8BPS', no('a Photoshop document, which cannot be decoded here')],
  [0, '\0\x05\x16\x07', no('macOS metadata (AppleDouble), not a photo')],
  [0, '%PDF', no('a PDF document, not a photo')],
  [0, 'PK\x03\x04', no('a ZIP archive, not a photo')],
];

/** @param head the first {@link SNIFF_BYTES} bytes, or the whole of a shorter file. */
export function sniffContent(head: Buffer): Content {
  if (head.length === 0) return { kind: 'other', reason: 'The file is empty (0 bytes).' };
  for (const [offset, bytes, content] of SIGNATURES)
    if (head.toString('latin1', offset, offset + bytes.length) === bytes) return content;
  if (head.every((byte) => byte === 0))
    return { kind: 'other', reason: 'The file begins with zeros only: its content is lost.' };
  if (isText(head)) return no('text, not a picture');
  return no('of no known picture format');
}

/** UTF-8 without control characters other than white space; a character cut at the end is let pass. */
function isText(head: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(head, { stream: true });
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(text);
}
