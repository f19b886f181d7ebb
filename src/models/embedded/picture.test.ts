import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropSquare, letterbox, type Picture, readPicture } from './picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-picture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const uniform = (widthPx: number, heightPx: number, value: number): Picture => ({
  widthPx,
  heightPx,
  rgb: new Uint8Array(widthPx * heightPx * 3).fill(value),
});

describe('reading a proxy', () => {
  it('gives three channels for a picture in grey', async () => {
    const path = join(folder, 'grey.jpg');
    await sharp(uniform(20, 10, 99).rgb, { raw: { width: 20, height: 10, channels: 3 } })
      .toColourspace('b-w')
      .jpeg()
      .toFile(path);
    const picture = await readPicture(path);
    expect([picture.widthPx, picture.heightPx, picture.rgb.length]).toEqual([20, 10, 600]);
    expect(picture.rgb[0]).toBe(99);
  });

  const broken = [
    { name: 'an empty file', bytes: Buffer.alloc(0) },
    { name: 'text', bytes: Buffer.from('no picture at all') },
    { name: 'the first bytes of a JPEG', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]) },
  ];
  it.each(broken)('says of $name that it cannot be decoded', async ({ name, bytes }) => {
    const path = join(folder, `${name} ä.jpg`);
    await writeFile(path, bytes);
    await expect(readPicture(path)).rejects.toThrow(/^The proxy cannot be decoded: .+/);
  });

  it('says of a missing file that it cannot be decoded', async () => {
    await expect(readPicture(join(folder, 'nowhere.jpg'))).rejects.toThrow(/missing/);
  });
});

describe('a letterbox', () => {
  const table = [
    { name: 'landscape', size: [40, 20] },
    { name: 'portrait', size: [20, 40] },
    { name: 'square', size: [30, 30] },
    { name: 'a line', size: [100, 1] },
  ] as const;
  it.each(table)('of $name finds its corners again', async ({ size: [width, height] }) => {
    const square = await letterbox(uniform(width, height, 255), 16);
    expect(square.rgb.length).toBe(16 * 16 * 3);
    const lit = [...Array(16 * 16).keys()].filter((i) => square.rgb[i * 3]! > 127);
    const [first, last] = [lit[0]!, lit.at(-1)!];
    expect(square.toPicture((first % 16) / 16, Math.floor(first / 16) / 16)).toEqual([0, 0]);
    expect(square.toPicture(((last % 16) + 1) / 16, (Math.floor(last / 16) + 1) / 16)).toEqual([1, 1]);
  });
});

describe('a square crop', () => {
  /** Red rises with x, green with y. */
  const ramp: Picture = {
    widthPx: 10,
    heightPx: 10,
    rgb: Uint8Array.from({ length: 300 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return [pixel % 10, Math.floor(pixel / 10), 0][i % 3]! * 20;
    }),
  };
  it('at the size of the picture gives its pixels', () => {
    const crop = cropSquare(ramp, 4, 4, 4, 4);
    expect([...crop.slice(0, 6)].map((value) => Math.round(value * 255))).toEqual([40, 40, 0, 60, 40, 0]);
  });
  it('at twice the size lies between them', () => {
    const crop = cropSquare(ramp, 4, 4, 2, 4);
    expect([...crop.slice(0, 3)].map((value) => Math.round(value * 255))).toEqual([55, 55, 0]);
  });
  it('is black outside the picture', () => {
    expect(Math.max(...cropSquare(ramp, -20, -20, 4, 4))).toBe(0);
  });
});
