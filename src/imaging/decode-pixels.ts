import sharp, { type Metadata, type Sharp, type SharpOptions } from 'sharp';
import { blankShare } from '../algorithms/blank-share.ts';
import type { DecodedRaw } from './raw-decoder.ts';

/** A file, a JPEG in memory, or pixels. */
export type PictureInput = string | Buffer | DecodedRaw;

/** Upright 8-bit sRGB, three bytes a pixel, at most as large as the proxy. */
export interface ProxyPixels {
  readonly rgb: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
  /** What is wrong with a file that could be decoded in part, as a sentence. */
  readonly damage: string | undefined;
}

export interface DecodeOptions {
  readonly maxSizePx: number;
  readonly timeoutMillis: number;
  /** EXIF orientation to apply instead of the picture's own. */
  readonly orientation?: number | undefined;
}

/** 32,768 × 32,768: beyond every camera and stitched panorama, and four bytes for each still fit into memory. */
const MAX_PIXELS = 2 ** 30;

/**
 * Bytes that decoding may take at once. libvips reads most files in strips, whatever their size; interlaced PNG and
 * progressive JPEG have to be held as a whole.
 */
const MAX_DECODE_BYTES = 2 ** 31;

/**
 * The decoder has shrunk a large JPEG to less than twice the proxy by itself; for what is left, a triangle filter
 * takes a tenth less time than Lanczos over the whole proxy, and is a trace softer.
 */
const KERNEL = 'linear';

/** A damaged picture of which more than this is blank shows nothing worth a tag. */
const HOPELESS = 0.9;

/** sharp's mirroring and turn (always in this order) for an EXIF orientation (Exif 2.32, tag 274). */
const UPRIGHT: Record<number, { flip?: true; flop?: true; turn?: 90 | 180 | 270 }> = {
  2: { flop: true },
  3: { turn: 180 },
  4: { flip: true },
  5: { flop: true, turn: 270 },
  6: { turn: 90 },
  7: { flop: true, turn: 90 },
  8: { turn: 270 },
};

/**
 * Decodes a picture at the proxy's size: shrink-on-load, colours to sRGB through the embedded profile, transparency
 * on white, the first page of several, upright, never enlarged.
 *
 * A JPEG that is cut off or damaged is decoded as far as it goes, and the result says so; where hardly anything is
 * left, it is an error. Other formats have to be whole: libvips leaves the missing rows of a PNG with whatever its
 * buffers held.
 *
 * It is turned upright after shrinking and not by libvips before: turning needs the whole picture in memory, 2.7 GB
 * for a scan of 30,000 px.
 * @throws Error with a sentence for the user.
 */
export async function decodePixels(input: PictureInput, options: DecodeOptions): Promise<ProxyPixels> {
  const metadata = await readMetadata(input);
  refuseTooLarge(metadata);
  const orientation = options.orientation ?? metadata.orientation ?? 1;
  const shrunk = await decodeShrunk(input, metadata.format === 'jpeg', options);
  const upright = await turnUpright(shrunk, orientation);
  return { ...upright, damage: shrunk.damage };
}

async function readMetadata(input: PictureInput): Promise<Metadata> {
  try {
    return await open(input, 'none').metadata();
  } catch (error) {
    throw new Error(`The picture cannot be opened: ${reasonOf(error)}.`, { cause: error });
  }
}

function refuseTooLarge({ width, height, channels, isProgressive, format }: Metadata): void {
  if (width * height > MAX_PIXELS)
    throw new Error(`The picture is too large to decode: ${width} × ${height} pixels.`);
  // A progressive JPEG is held as coefficients of two bytes.
  const bytes = isProgressive ? width * height * channels * (format === 'jpeg' ? 2 : 1) : 0;
  if (bytes > MAX_DECODE_BYTES)
    throw new Error(
      `The picture is too large to decode: ${width} × ${height} pixels in a progressive (interlaced) file would ` +
        `need ${(bytes / 2 ** 30).toFixed(1)} GiB of memory. Saved again without this option it can be read.`,
    );
}

async function decodeShrunk(
  input: PictureInput,
  isJpeg: boolean,
  options: DecodeOptions,
): Promise<ProxyPixels> {
  try {
    return { ...(await shrink(input, 'error', options)), damage: undefined };
  } catch (strict) {
    if (isTimeout(strict)) throw tooSlow(options);
    if (!isJpeg) throw new Error(`The picture is damaged: ${reasonOf(strict)}.`, { cause: strict });
    let partial: Omit<ProxyPixels, 'damage'>;
    try {
      partial = await shrink(input, 'none', options);
    } catch (error) {
      if (isTimeout(error)) throw tooSlow(options);
      throw new Error(`The picture is damaged: ${reasonOf(error)}.`, { cause: error });
    }
    const blank = blankShare(partial.rgb, partial.widthPx, partial.heightPx);
    const percent = Math.round(blank * 100);
    if (blank > HOPELESS)
      throw new Error(`The picture is damaged: ${percent} % of it is missing (${reasonOf(strict)}).`, {
        cause: strict,
      });
    const missing =
      percent > 0 ? `about ${percent} % of the picture is missing` : 'nearly all of it is there';
    return { ...partial, damage: `The file is damaged: ${missing} (${reasonOf(strict)}).` };
  }
}

async function shrink(
  input: PictureInput,
  failOn: 'none' | 'error',
  { maxSizePx, timeoutMillis }: DecodeOptions,
): Promise<Omit<ProxyPixels, 'damage'>> {
  const { data, info } = await open(input, failOn)
    .timeout({ seconds: Math.ceil(timeoutMillis / 1000) })
    .resize({ width: maxSizePx, height: maxSizePx, fit: 'inside', withoutEnlargement: true, kernel: KERNEL })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const rgb = info.channels === 3 ? data : firstChannelThrice(data, info.channels);
  return { rgb, widthPx: info.width, heightPx: info.height };
}

/** libvips leaves some grey pictures at one channel. */
function firstChannelThrice(data: Buffer, channels: number): Buffer {
  const rgb = Buffer.allocUnsafe((data.length / channels) * 3);
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) rgb.fill(data[from]!, to, to + 3);
  return rgb;
}

async function turnUpright(pixels: ProxyPixels, orientation: number): Promise<Omit<ProxyPixels, 'damage'>> {
  const change = UPRIGHT[orientation];
  if (change === undefined) return pixels;
  let picture = rawPixels(pixels.rgb, pixels.widthPx, pixels.heightPx, 3);
  if (change.flip) picture = picture.flip();
  if (change.flop) picture = picture.flop();
  if (change.turn) picture = picture.rotate(change.turn);
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { rgb: data, widthPx: info.width, heightPx: info.height };
}

function open(input: PictureInput, failOn: 'none' | 'error'): Sharp {
  const options: SharpOptions = { failOn, limitInputPixels: MAX_PIXELS, sequentialRead: true };
  if (typeof input === 'string' || Buffer.isBuffer(input)) return sharp(input, options);
  return rawPixels(input.pixels, input.widthPx, input.heightPx, input.channels);
}

export function rawPixels(pixels: Uint8Array, width: number, height: number, channels: 1 | 3): Sharp {
  return sharp(pixels, { limitInputPixels: MAX_PIXELS, raw: { width, height, channels } });
}

const isTimeout = (error: unknown) => error instanceof Error && /^timeout:/.test(error.message);

const tooSlow = ({ timeoutMillis }: DecodeOptions) =>
  new Error(`Decoding took longer than ${timeoutMillis / 1000} s and was given up.`);

/** The first of the lines that libvips says; the rest repeats it. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const first = message.split('\n')[0] ?? message;
  if (first.includes('unsupported image format')) return 'it is cut off, damaged or of an unknown variant';
  return first.replace(/^vips\w+: /i, '').replace(/\.$/, '');
}
