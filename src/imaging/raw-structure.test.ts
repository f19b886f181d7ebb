import { describe, expect, it } from 'vitest';
import { bytesAsSource } from './original-file.ts';
import { bayerDirectory, dngTags, type FixtureFile, writeRawFixture } from './raw-fixture.ts';
import { readRawStructure } from './raw-structure.ts';

/** As much of a JPEG as its header needs: SOI, a segment, SOF. */
function jpeg(widthPx: number, heightPx: number, frame = 0xc0): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(heightPx, 0);
  size.writeUInt16BE(widthPx, 2);
  const segment = Buffer.from([0xff, 0xe0, 0, 6, 1, 2, 3, 4]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment,
    Buffer.from([0xff, frame, 0, 17, 8]),
    size,
    Buffer.alloc(12),
  ]);
}

const inStrip = (bytes: Buffer) => ({ bytes, offsetTag: 273, sizeTag: 279 });
const asJpeg = (bytes: Buffer) => ({ bytes, offsetTag: 0x201, sizeTag: 0x202 });

const size = (widthPx: number, heightPx: number) => [
  { tag: 256, long: [widthPx] },
  { tag: 257, long: [heightPx] },
];

interface Case {
  readonly title: string;
  readonly name: string;
  readonly file: FixtureFile;
  readonly expected: object | undefined;
}

const cases: Case[] = [
  {
    title: 'a NEF has its full-size JPEG and its sensor data in sub-directories',
    name: 'TIFF',
    file: {
      bigEndian: true,
      chain: [
        {
          tags: [...size(160, 120), { tag: 274, short: [8] }],
          sub: [
            { tags: [{ tag: 259, short: [6] }], data: asJpeg(jpeg(6000, 4000)) },
            { tags: [...size(6016, 4016), { tag: 262, short: [32803] }], data: inStrip(Buffer.alloc(50)) },
          ],
        },
      ],
    },
    expected: {
      orientation: 8,
      widthPx: 6016,
      heightPx: 4016,
      previews: [{ widthPx: 6000, heightPx: 4000 }],
    },
  },
  {
    title: 'a CR2 has its JPEG in the strip of the first directory, and lossless JPEG as sensor data',
    name: 'Canon CR2',
    file: {
      signature: 'CR\x02\0',
      chain: [
        {
          tags: [...size(5184, 3456), { tag: 259, short: [6] }, { tag: 274, short: [6] }],
          data: inStrip(jpeg(5184, 3456)),
        },
        { tags: [{ tag: 259, short: [6] }], data: asJpeg(jpeg(160, 120)) },
        { tags: [{ tag: 259, short: [6] }], data: inStrip(jpeg(2672, 3516, 0xc3)) },
      ],
    },
    expected: {
      orientation: 6,
      widthPx: 5184,
      heightPx: 3456,
      previews: [
        { widthPx: 5184, heightPx: 3456 },
        { widthPx: 160, heightPx: 120 },
      ],
    },
  },
  {
    title: 'an RW2 has its JPEG in a tag and says its size in tags of its own',
    name: 'Panasonic RW2',
    file: {
      magic: 0x55,
      chain: [
        {
          tags: [
            { tag: 2, short: [4620] },
            { tag: 3, short: [3472] },
            { tag: 0x2e, undefinedBytes: jpeg(1920, 1440) },
            { tag: 273, long: [0xffffffff] },
            { tag: 279, long: [1_000_000] },
          ],
        },
      ],
    },
    expected: {
      orientation: 1,
      widthPx: 4620,
      heightPx: 3472,
      previews: [{ widthPx: 1920, heightPx: 1440 }],
    },
  },
  {
    title: 'a DNG has its preview in a sub-directory',
    name: 'TIFF',
    file: {
      chain: [
        {
          tags: dngTags(3),
          sub: [bayerDirectory(8, 6), { tags: [{ tag: 259, short: [7] }], data: inStrip(jpeg(1024, 683)) }],
        },
      ],
    },
    expected: { orientation: 3, widthPx: 8, heightPx: 6, previews: [{ widthPx: 1024, heightPx: 683 }] },
  },
  {
    title: 'a TIFF with a JPEG inside is a picture and no RAW',
    name: 'TIFF',
    file: { chain: [{ tags: [...size(10, 10), { tag: 259, short: [7] }], data: inStrip(jpeg(10, 10)) }] },
    expected: undefined,
  },
  {
    title: 'an orientation that does not exist counts as upright',
    name: 'TIFF',
    file: { chain: [{ tags: dngTags(9) }] },
    expected: { orientation: 1, previews: [] },
  },
];

describe('readRawStructure', () => {
  for (const { title, name, file, expected } of cases)
    it(title, async () => {
      const structure = await readRawStructure(bytesAsSource(writeRawFixture(file)), name);
      if (expected === undefined) expect(structure).toBeUndefined();
      else expect(structure).toMatchObject(expected);
    });

  it('knows where the data should end, and leaves out a preview beyond the end', async () => {
    const whole = writeRawFixture({
      chain: [
        { tags: dngTags(1), sub: [{ tags: [{ tag: 259, short: [7] }], data: inStrip(jpeg(1024, 683)) }] },
      ],
    });
    const intact = await readRawStructure(bytesAsSource(whole), 'TIFF');
    expect(intact?.endOfData).toBeLessThanOrEqual(whole.length);
    expect(intact?.previews).toHaveLength(1);
    const cut = await readRawStructure(bytesAsSource(whole.subarray(0, whole.length - 10)), 'TIFF');
    expect(cut?.endOfData).toBe(intact?.endOfData);
    expect(cut?.previews).toEqual([]);
  });

  it('survives every truncation and every changed byte of a file', async () => {
    const whole = writeRawFixture({
      chain: [{ tags: dngTags(1), sub: [{ tags: [{ tag: 259, short: [7] }], data: inStrip(jpeg(64, 48)) }] }],
    });
    for (let length = 0; length < whole.length; length++)
      await readRawStructure(bytesAsSource(whole.subarray(0, length)), 'TIFF');
    for (let index = 0; index < whole.length; index++) {
      const changed = Buffer.from(whole);
      changed[index] = changed[index]! ^ 0xff;
      await readRawStructure(bytesAsSource(changed), 'TIFF');
    }
  });

  it('ends where directories point at each other', async () => {
    const file = writeRawFixture({ chain: [{ tags: dngTags(1) }, { tags: dngTags(1) }] });
    const behindFirst = 8 + 2 + 12 * dngTags(1).length;
    file.writeUInt32LE(8, behindFirst);
    expect(await readRawStructure(bytesAsSource(file), 'TIFF')).toBeDefined();
  });
});
