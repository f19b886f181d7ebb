import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { proxyWorkshop, rawFile, upright } from './proxy-workshop.ts';

const shop = proxyWorkshop();

describe('a file that is no whole picture', () => {
  const jpeg = () => upright(1500, 1000).blur(2).jpeg({ quality: 95 }).toBuffer();
  /** Detail everywhere, so that bytes and rows go together. */
  const noisy = () =>
    sharp({
      create: {
        width: 450,
        height: 300,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    });

  const cases: {
    what: string;
    name: string;
    bytes: () => Promise<Uint8Array> | Uint8Array;
    expected: string;
  }[] = [
    {
      what: 'no bytes',
      name: 'empty.jpg',
      bytes: () => Buffer.alloc(0),
      expected: 'The file is empty (0 bytes).',
    },
    {
      what: 'text',
      name: 'text.jpg',
      bytes: () => Buffer.from('hello'),
      expected: 'The content is text, not a picture.',
    },
    {
      what: 'a JPEG of its first bytes',
      name: 'start.jpg',
      bytes: async () => (await jpeg()).subarray(0, 20),
      expected: 'The picture cannot be opened',
    },
    {
      what: 'a JPEG cut at 2 %',
      name: 'cut2.jpg',
      bytes: async () => cut(await noisy().jpeg().toBuffer(), 0.02),
      expected: 'The picture is damaged: 9',
    },
    {
      what: 'half a PNG',
      name: 'half.png',
      bytes: async () => cut(await noisy().png().toBuffer(), 0.5),
      expected: 'The picture is damaged',
    },
    {
      what: 'half a TIFF',
      name: 'half.tif',
      bytes: async () => cut(await noisy().tiff().toBuffer(), 0.5),
      expected: 'The picture cannot be opened',
    },
    {
      what: 'half a RAW',
      name: 'half.dng',
      bytes: async () => cut(await rawFile(1, undefined, [400, 300]), 0.5),
      expected: 'The file is cut off',
    },
    {
      what: 'a RAW of an unknown kind',
      name: 'unknown.cr3',
      bytes: () => Buffer.from('\0\0\0\x18ftypcrx \0\0\0\x01crx isom'),
      expected: 'LibRaw cannot decode this RAW file',
    },
  ];
  for (const { what, name, bytes, expected } of cases)
    it(`is an error for ${what}, and leaves nothing`, async () => {
      const { target, result } = await shop.make(name, await bytes());
      expect(result).toBeInstanceOf(Error);
      expect((result as Error).message).toContain(expected);
      expect(existsSync(target)).toBe(false);
    });

  it('is shown as far as it goes for a JPEG cut at 60 %, and says so', async () => {
    const bytes = await noisy().jpeg({ quality: 90 }).toBuffer();
    const { target, proxy } = await shop.proxyOf('cut60.jpg', cut(bytes, 0.6));
    expect(proxy.damage).toMatch(/^The file is damaged: about (3|4)\d % of the picture is missing/);
    expect(existsSync(target)).toBe(true);
  });

  it('is an error for a shop.folder, a pipe and a path that is not there', async () => {
    mkdirSync(join(shop.folder, 'folder.jpg'));
    execFileSync('mkfifo', [join(shop.folder, 'pipe.jpg')]);
    const names = ['folder.jpg', 'pipe.jpg', 'nowhere.jpg'];
    const results = await shop.maker.make(
      names.map((name) => ({ original: join(shop.folder, name), target: shop.targetOf(name) })),
    );
    expect(results.map((result) => (result as Error).message)).toEqual([
      'Not a regular file.',
      'Not a regular file.',
      'The file is not there any more.',
    ]);
  });
});

const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));
