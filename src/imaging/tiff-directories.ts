import type { ByteSource } from './original-file.ts';

/** The values of one tag: numbers for the integer types, and where they lie in the file. */
export interface TiffTag {
  readonly type: number;
  readonly count: number;
  /** File offset of the values. */
  readonly offset: number;
  /** Empty for types other than BYTE, SHORT and LONG (and IFD), and past {@link MAX_VALUES}. */
  readonly numbers: readonly number[];
}

/** One image file directory: its tags by number. */
export type TiffDirectory = ReadonlyMap<number, TiffTag>;

const SUB_DIRECTORIES = 0x014a;

/** Enough for any camera (a DNG has up to 10); a loop or a broken chain ends here. */
const MAX_DIRECTORIES = 64;
const MAX_TAGS = 4096;
/** Strips or tiles of one picture: 65,536 are 128 tiles of 512 px a side squared, 2^31 pixels. */
const MAX_VALUES = 65_536;

/** Bytes of a value by field type, TIFF 6.0 page 15 and Tech Note 1 (13, IFD). */
const TYPE_BYTES: Record<number, number> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
};

/**
 * Reads the directories of a file in TIFF structure (TIFF 6.0, 1992): the main chain and the sub-directories
 * (tag 330, TIFF Tech Note 1), main chain first. What cannot be read, in a broken file, is left out.
 */
export async function readTiffDirectories(file: ByteSource): Promise<TiffDirectory[]> {
  const header = await file.readAt(0, 8);
  if (header.length < 8) return [];
  const reader = new TiffReader(file, header[0] === 0x49);
  const waiting = [reader.long(header, 4)];
  const seen = new Set<number>();
  const directories: TiffDirectory[] = [];
  while (waiting.length > 0 && directories.length < MAX_DIRECTORIES) {
    const offset = waiting.shift()!;
    if (offset === 0 || seen.has(offset)) continue;
    seen.add(offset);
    const read = await reader.directory(offset);
    if (read === undefined) continue;
    directories.push(read.directory);
    waiting.unshift(read.next);
    waiting.push(...(read.directory.get(SUB_DIRECTORIES)?.numbers ?? []));
  }
  return directories;
}

class TiffReader {
  readonly #file: ByteSource;
  readonly #littleEndian: boolean;

  constructor(file: ByteSource, littleEndian: boolean) {
    this.#file = file;
    this.#littleEndian = littleEndian;
  }

  short(bytes: Buffer, at: number): number {
    return this.#littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  }

  long(bytes: Buffer, at: number): number {
    return this.#littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  async directory(offset: number): Promise<{ directory: TiffDirectory; next: number } | undefined> {
    const head = await this.#file.readAt(offset, 2);
    if (head.length < 2) return undefined;
    const count = this.short(head, 0);
    if (count === 0 || count > MAX_TAGS) return undefined;
    const bytes = await this.#file.readAt(offset + 2, count * 12 + 4);
    const directory = new Map<number, TiffTag>();
    for (let at = 0; at + 12 <= bytes.length && at < count * 12; at += 12) {
      const tag = await this.#tag(bytes, at, offset + 2 + at);
      if (tag !== undefined) directory.set(this.short(bytes, at), tag);
    }
    return { directory, next: bytes.length === count * 12 + 4 ? this.long(bytes, count * 12) : 0 };
  }

  async #tag(bytes: Buffer, at: number, fileOffset: number): Promise<TiffTag | undefined> {
    const type = this.short(bytes, at + 2);
    const count = this.long(bytes, at + 4);
    const size = TYPE_BYTES[type];
    if (size === undefined) return undefined;
    const inline = size * count <= 4;
    const offset = inline ? fileOffset + 8 : this.long(bytes, at + 8);
    const integer = type === 1 || type === 3 || type === 4 || type === 13;
    if (!integer || count > MAX_VALUES) return { type, count, offset, numbers: [] };
    const values = inline ? bytes.subarray(at + 8, at + 12) : await this.#file.readAt(offset, size * count);
    const numbers: number[] = [];
    for (let value = 0; value < count && (value + 1) * size <= values.length; value++)
      numbers.push(
        size === 1
          ? values[value]!
          : size === 2
            ? this.short(values, value * 2)
            : this.long(values, value * 4),
      );
    return { type, count, offset, numbers };
  }
}
