import { PhotoTagError } from '../domain/errors.ts';
import type { ProxySource } from '../domain/proxy.ts';
import type { ExiftoolPool } from '../exiftool/exiftool-pool.ts';
import { choosePreview, longEdge, orientationOfPreview } from './choose-preview.ts';
import { dcrawEmu, findDcrawEmu } from './dcraw-emu.ts';
import type { PictureInput } from './decode-pixels.ts';
import { readRawByExiftool } from './exiftool-preview.ts';
import { librawWasm } from './libraw-wasm.ts';
import type { ByteSource, OriginalFile } from './original-file.ts';
import type { DecodedRaw, RawDecoder } from './raw-decoder.ts';
import { type RawStructure, readRawStructure } from './raw-structure.ts';
import type { Content } from './sniff-content.ts';

/** The pixels to make a proxy of, and how they are to be read. */
export interface RoutedPicture {
  readonly input: PictureInput;
  readonly source: ProxySource;
  /** EXIF orientation to apply; undefined: the picture's own. */
  readonly orientation?: number | undefined;
  readonly damage?: string | undefined;
}

/**
 * Long edge of a preview that stands in for a RAW that cannot be decoded. Below it a person in the picture could be
 * too small to be found, and what is not found would not be kept private.
 */
const STAND_IN_PX = 512;

/**
 * The way of a RAW file to pixels: its embedded preview where that is large enough, otherwise its sensor data, and
 * where those cannot be decoded a smaller preview.
 */
export class RawRoute {
  readonly id: string;
  readonly #exiftool: ExiftoolPool;
  readonly #minimumPx: number;
  readonly #timeoutMillis: number;
  readonly #decoders: readonly RawDecoder[];

  constructor(options: { exiftool: ExiftoolPool; minimumPx: number; timeoutMillis: number }) {
    this.#exiftool = options.exiftool;
    this.#minimumPx = options.minimumPx;
    this.#timeoutMillis = options.timeoutMillis;
    const program = findDcrawEmu();
    // The WebAssembly build is often the newer LibRaw and knows cameras that the system's does not.
    this.#decoders = program === undefined ? [librawWasm] : [dcrawEmu(program), librawWasm];
    this.id = program === undefined ? 'libraw-wasm' : 'dcraw_emu, libraw-wasm';
  }

  /** @throws Error where neither preview nor sensor data can be used. */
  async open(
    path: string,
    file: OriginalFile,
    content: Content & { kind: 'tiff' | 'raw' },
  ): Promise<RoutedPicture> {
    const structure = content.kind === 'tiff' ? await readRawStructure(file, content.name) : undefined;
    if (content.kind === 'tiff' && structure === undefined) return { input: path, source: 'image' };
    const damage = structure === undefined ? undefined : cutOff(structure, file);

    const own = structure && choosePreview(structure.previews, this.#minimumPx);
    if (structure && own)
      return {
        input: await file.readAt(own.offset, own.sizeBytes),
        source: 'embedded-preview',
        orientation: orientationOfPreview(structure.orientation, structure, own),
        damage,
      };

    const raw = await readRawByExiftool(this.#exiftool, path);
    const embedded = (minimumPx: number) => {
      const preview = choosePreview(raw.previews, minimumPx);
      if (preview === undefined) return undefined;
      const orientation = orientationOfPreview(raw.orientation, raw, preview);
      return { input: preview.jpeg, source: 'embedded-preview' as const, orientation };
    };
    const sufficient = embedded(this.#minimumPx);
    if (sufficient !== undefined) return { ...sufficient, damage };

    try {
      const decoded = await this.#decode(path, longEdge(structure ?? raw));
      return { input: decoded, source: 'raw-decode', orientation: 1, damage };
    } catch (error) {
      if (error instanceof PhotoTagError) throw error;
      const standIn = embedded(STAND_IN_PX);
      if (standIn === undefined) throw damage === undefined ? error : new Error(damage, { cause: error });
      const reason = error instanceof Error ? error.message : String(error);
      return { ...standIn, damage: `${reason} A smaller embedded preview stands in.` };
    }
  }

  async #decode(path: string, longEdgePx: number): Promise<DecodedRaw> {
    let failure: unknown;
    for (const decode of this.#decoders) {
      try {
        return await decode(path, {
          minimumPx: this.#minimumPx,
          longEdgePx,
          timeoutMillis: this.#timeoutMillis,
        });
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }
}

function cutOff(structure: RawStructure, file: ByteSource): string | undefined {
  if (structure.endOfData <= file.sizeBytes) return undefined;
  return `The file is cut off: ${file.sizeBytes} of ${structure.endOfData} bytes are there.`;
}
