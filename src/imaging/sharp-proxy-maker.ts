import { dirname, join, resolve } from 'node:path';
import sharp from 'sharp';
import { pixelStatistics } from '../algorithms/pixel-statistics.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { Proxy } from '../domain/proxy.ts';
import { ExiftoolPool } from '../exiftool/exiftool-pool.ts';
import { removeAbandoned, writeAtomically } from './atomic-file.ts';
import { decodePixels, rawPixels } from './decode-pixels.ts';
import { openOriginal } from './original-file.ts';
import type { ProxyMaker, ProxyRequest } from './proxy-maker.ts';
import type { RoutedPicture } from './raw-route.ts';
import { RawRoute } from './raw-route.ts';
import { SNIFF_BYTES, sniffContent } from './sniff-content.ts';

export interface SharpProxyMakerOptions {
  /** Long edge of the proxies, pixels. */
  readonly maxSizePx?: number;
  /** 1 to 100. */
  readonly jpegQuality?: number;
  /**
   * Proxies at a time. Decoding a JPEG keeps one core busy, so: the number of cores. Above 4, Node's thread pool has
   * to be enlarged before it starts (environment variable UV_THREADPOOL_SIZE).
   */
  readonly concurrency?: number;
  /** Where files are written before they are renamed, in the file system of the targets. */
  readonly tempFolder?: string;
  /** After this long a picture is given up. A PNG of 30,000 × 30,000 px takes about 20 s. */
  readonly timeoutMillis?: number;
}

/** Few RAW files have previews that only exiftool finds, and it needs some milliseconds for each. */
const EXIFTOOL_PROCESSES = 1;

const DEFAULTS = { maxSizePx: 1024, jpegQuality: 90, concurrency: 2, timeoutMillis: 120_000 };

/**
 * Makes proxies with sharp (libvips), and with LibRaw for RAW files without a sufficient preview.
 *
 * One decode serves both: pixels at the proxy's size, from which the JPEG is encoded and the statistics are taken.
 * What a file is, its content decides and not its name.
 */
export class SharpProxyMaker implements ProxyMaker {
  readonly id: string;
  readonly #options: typeof DEFAULTS & { tempFolder: string | undefined };
  readonly #exiftool: ExiftoolPool;
  readonly #raw: RawRoute;
  readonly #cleaned = new Set<string>();

  constructor(options: SharpProxyMakerOptions = {}) {
    this.#options = { ...DEFAULTS, tempFolder: undefined, ...options };
    // One thread a picture and several pictures at a time is faster than several threads a picture (measured), and
    // no file is opened twice, so that libvips's cache would only hold memory and file handles.
    sharp.concurrency(1);
    sharp.cache(false);
    const { maxSizePx, timeoutMillis } = this.#options;
    this.#exiftool = new ExiftoolPool({ processes: EXIFTOOL_PROCESSES, silenceMillis: timeoutMillis });
    this.#raw = new RawRoute({ exiftool: this.#exiftool, minimumPx: maxSizePx, timeoutMillis });
    this.id = `sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips}), ${this.#raw.id}`;
  }

  async make(requests: readonly ProxyRequest[]): Promise<(Proxy | Error)[]> {
    const results: (Proxy | Error)[] = [];
    let next = 0;
    let broken: PhotoTagError | undefined;
    const work = async () => {
      while (next < requests.length && broken === undefined) {
        const index = next++;
        try {
          results[index] = await this.#makeOne(requests[index]!);
        } catch (error) {
          if (error instanceof PhotoTagError) broken = error;
          else results[index] = error instanceof Error ? error : new Error(String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: this.#options.concurrency }, work));
    if (broken !== undefined) throw broken;
    return results;
  }

  async close(): Promise<void> {
    await this.#exiftool.close();
  }

  async #makeOne(request: ProxyRequest): Promise<Proxy> {
    const tempFolder = this.#options.tempFolder ?? join(dirname(dirname(request.target)), '.tmp');
    if (!this.#cleaned.has(tempFolder)) {
      this.#cleaned.add(tempFolder);
      await removeAbandoned(tempFolder);
    }
    const picture = await this.#route(resolve(request.original));
    const { maxSizePx, jpegQuality, timeoutMillis } = this.#options;
    const { orientation } = picture;
    const pixels = await decodePixels(picture.input, { maxSizePx, timeoutMillis, orientation });
    const { rgb, widthPx, heightPx } = pixels;
    // No optimised Huffman tables: 5 % of the time for 3 % of the bytes.
    const encoding = rawPixels(rgb, widthPx, heightPx, 3)
      .jpeg({ quality: jpegQuality, chromaSubsampling: '4:2:0', optimiseCoding: false })
      .toBuffer();
    // Meanwhile here; libvips encodes in a thread of its own.
    const statistics = pixelStatistics(rgb, widthPx, heightPx);
    const jpeg = await encoding;
    await writeAtomically(request.target, jpeg, tempFolder);
    const damage = [picture.damage, pixels.damage].filter((sentence) => sentence !== undefined).join(' ');
    return {
      widthPx,
      heightPx,
      sizeBytes: jpeg.length,
      source: picture.source,
      statistics,
      ...(damage === '' ? {} : { damage }),
    };
  }

  async #route(original: string): Promise<RoutedPicture> {
    const file = await openOriginal(original);
    try {
      const content = sniffContent(await file.readAt(0, SNIFF_BYTES));
      if (content.kind === 'other') throw new Error(content.reason);
      if (content.kind === 'image') return { input: original, source: 'image' };
      return await this.#raw.open(original, file, content);
    } finally {
      await file.close();
    }
  }
}
