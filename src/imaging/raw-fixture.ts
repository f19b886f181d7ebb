/** For tests: files in TIFF structure as cameras lay them out, small enough to write by hand. */

/** Values of a tag. Numbers become LONG (SHORT where `short` says so); bytes become BYTE. */
export type FixtureTag =
  | { readonly tag: number; readonly long: readonly number[] }
  | { readonly tag: number; readonly short: readonly number[] }
  | { readonly tag: number; readonly byte: readonly number[] }
  | { readonly tag: number; readonly undefinedBytes: Uint8Array }
  | { readonly tag: number; readonly signedRational: readonly number[] };

export interface FixtureDirectory {
  readonly tags: readonly FixtureTag[];
  /** Data whose place and size are written into two LONG tags. */
  readonly data?: { readonly bytes: Uint8Array; readonly offsetTag: number; readonly sizeTag: number };
  /** Directories that tag 330 points to. */
  readonly sub?: readonly FixtureDirectory[];
}

export interface FixtureFile {
  readonly bigEndian?: boolean;
  /** The two bytes after the byte order: 42 for TIFF, 0x55 for Panasonic. */
  readonly magic?: number;
  /** Behind the header, as `CR\x02\0` of Canon. */
  readonly signature?: string;
  /** The main chain. */
  readonly chain: readonly FixtureDirectory[];
}

const TYPE = { long: 4, short: 3, byte: 1, undefinedBytes: 7, signedRational: 10 } as const;

export function writeRawFixture(file: FixtureFile): Buffer {
  const writer = new FixtureWriter(file.bigEndian ?? false);
  const signature = Buffer.from(file.signature ?? '', 'latin1');
  const header = Buffer.concat([
    Buffer.from(file.bigEndian ? 'MM' : 'II'),
    writer.short(file.magic ?? 42),
    writer.long(8 + signature.length),
    signature,
  ]);
  writer.append(header);
  file.chain.forEach((directory, index) => {
    const at = writer.directory(directory);
    const next = index + 1 < file.chain.length ? writer.size : 0;
    writer.long(next).copy(writer.bytes, at);
  });
  return writer.bytes;
}

class FixtureWriter {
  bytes = Buffer.alloc(0);
  readonly #bigEndian: boolean;

  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  get size(): number {
    return this.bytes.length;
  }

  append(bytes: Uint8Array): number {
    const at = this.size;
    this.bytes = Buffer.concat([this.bytes, bytes, Buffer.alloc(bytes.length % 2)]);
    return at;
  }

  short(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    this.#bigEndian ? bytes.writeUInt16BE(value) : bytes.writeUInt16LE(value);
    return bytes;
  }

  long(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    this.#bigEndian ? bytes.writeUInt32BE(value >>> 0) : bytes.writeUInt32LE(value >>> 0);
    return bytes;
  }

  /** @returns where the offset of the next directory is to be written. */
  directory({ tags, data, sub }: FixtureDirectory): number {
    const all: FixtureTag[] = [...tags];
    if (data) all.push({ tag: data.offsetTag, long: [0] }, { tag: data.sizeTag, long: [data.bytes.length] });
    if (sub) all.push({ tag: 330, long: sub.map(() => 0) });
    all.sort((a, b) => a.tag - b.tag);
    const start = this.append(Buffer.alloc(2 + 12 * all.length + 4));
    this.short(all.length).copy(this.bytes, start);
    const places = new Map<number, number>();
    all.forEach((tag, index) => {
      const at = start + 2 + 12 * index;
      places.set(tag.tag, this.#tag(tag, at));
    });
    if (data) this.long(this.append(data.bytes)).copy(this.bytes, places.get(data.offsetTag)!);
    sub?.forEach((directory, index) => {
      const at = this.size;
      this.directory(directory);
      this.long(at).copy(this.bytes, places.get(330)! + 4 * index);
    });
    return start + 2 + 12 * all.length;
  }

  /** @returns where its values are. */
  #tag(tag: FixtureTag, at: number): number {
    const [kind, values] = Object.entries(tag).find(([key]) => key !== 'tag') as [
      keyof typeof TYPE,
      ArrayLike<number>,
    ];
    const encoded = Buffer.concat(
      Array.from(values, (value) =>
        kind === 'short'
          ? this.short(value)
          : kind === 'long'
            ? this.long(value)
            : kind === 'signedRational'
              ? Buffer.concat([this.long(Math.round(value * 10_000)), this.long(10_000)])
              : Buffer.from([value]),
      ),
    );
    this.short(tag.tag).copy(this.bytes, at);
    this.short(TYPE[kind]).copy(this.bytes, at + 2);
    this.long(values.length).copy(this.bytes, at + 4);
    if (encoded.length <= 4) {
      encoded.copy(this.bytes, at + 8);
      return at + 8;
    }
    const place = this.append(encoded);
    this.long(place).copy(this.bytes, at + 8);
    return place;
  }
}

/** An uncompressed 16-bit Bayer mosaic (RGGB): red above green above blue, a third of the height each. */
export function bayerDirectory(widthPx: number, heightPx: number): FixtureDirectory {
  const mosaic = new Uint16Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const channel = (y & 1) + (x & 1);
      mosaic[y * widthPx + x] = Math.floor((3 * y) / heightPx) === channel ? 40_000 : 4_000;
    }
  return {
    tags: [
      { tag: 254, long: [0] },
      { tag: 256, long: [widthPx] },
      { tag: 257, long: [heightPx] },
      { tag: 258, short: [16] },
      { tag: 259, short: [1] },
      { tag: 262, short: [32_803] },
      { tag: 277, short: [1] },
      { tag: 278, long: [heightPx] },
      { tag: 33_421, short: [2, 2] },
      { tag: 33_422, byte: [0, 1, 1, 2] },
      { tag: 50_714, short: [0] },
      { tag: 50_717, long: [65_535] },
    ],
    data: { bytes: Buffer.from(mosaic.buffer), offsetTag: 273, sizeTag: 279 },
  };
}

/** What a DNG's first directory adds: version, model, and colours that are those of sRGB. */
export const dngTags = (orientation: number): FixtureTag[] => [
  { tag: 274, short: [orientation] },
  { tag: 50_706, byte: [1, 4, 0, 0] },
  { tag: 50_708, byte: [...Buffer.from('Test\0')] },
  { tag: 50_721, signedRational: [3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.204, 1.057] },
  { tag: 50_728, signedRational: [1, 1, 1] },
  { tag: 50_778, short: [21] },
];
