import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proxy } from '../domain/proxy.ts';
import {
  asSharp,
  BLUE,
  colourDifference,
  GREEN,
  quarterColours,
  quarters,
  RED,
  storedAs,
  WHITE,
} from './picture-fixture.ts';
import { bayerDirectory, dngTags, type FixtureDirectory, writeRawFixture } from './raw-fixture.ts';
import { SharpProxyMaker } from './sharp-proxy-maker.ts';

/** JPEG at quality 90 and a detour through another colour space move a value by no more than this. */
const COLOUR_TOLERANCE = 8;

const QUARTERS = [RED, GREEN, BLUE, WHITE];

let folder = '';
let maker: SharpProxyMaker;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'proxies-'));
  maker = new SharpProxyMaker();
});
afterAll(async () => {
  await maker.close();
  rmSync(folder, { recursive: true });
});

const original = (name: string, bytes: Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const targetOf = (name: string) => join(folder, 'cache', 'ab', `${encodeURIComponent(name)}.jpg`);

/** Makes the proxy of one original and says where it lies. */
async function make(name: string, bytes: Uint8Array, by = maker) {
  const target = targetOf(name);
  const [result] = await by.make([{ original: original(name, bytes), target }]);
  return { target, result: result! };
}

async function proxyOf(name: string, bytes: Uint8Array): Promise<{ target: string; proxy: Proxy }> {
  const { target, result } = await make(name, bytes);
  if (result instanceof Error) throw result;
  return { target, proxy: result };
}

const upright = (width: number, height: number) => asSharp(quarters(width, height), width, height);

describe('a proxy of a picture', () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`stands upright for EXIF orientation ${orientation}`, async () => {
      const stored = storedAs(orientation, quarters(1500, 1000), 1500, 1000);
      const jpeg = asSharp(stored.rgb, stored.width, stored.height).withMetadata({ orientation }).jpeg();
      const { target, proxy } = await proxyOf(`orientation-${orientation}.jpg`, await jpeg.toBuffer());
      expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([1024, 683, 'image']);
      expect(colourDifference(await quarterColours(target), QUARTERS)).toBeLessThan(COLOUR_TOLERANCE);
    });

  const grey = [50, 120, 190, 240].map((value) => [value, value, value]);
  const greyPicture = () => asSharp(quarters(300, 200, grey), 300, 200);
  const onWhite = QUARTERS.map((colour) => colour.map((value) => (value + 255) / 2));
  const cases: {
    what: string;
    name: string;
    encode: () => Promise<Buffer>;
    size?: number[];
    colours?: number[][];
  }[] = [
    {
      what: 'a small picture, not enlarged',
      name: 'a.jpg',
      encode: () => upright(90, 60).jpeg().toBuffer(),
      size: [90, 60],
    },
    {
      what: 'a single pixel',
      name: 'b.png',
      encode: () => upright(1, 1).png().toBuffer(),
      size: [1, 1],
      colours: [],
    },
    {
      what: 'a panorama of 30,000 px',
      name: 'c.png',
      encode: () => upright(30_000, 60).png().toBuffer(),
      size: [1024, 2],
    },
    {
      what: 'a tall slice',
      name: 'd.png',
      encode: () => upright(2, 4000).png().toBuffer(),
      size: [1, 1024],
      colours: [],
    },
    {
      what: '16 bits',
      name: 'e.png',
      encode: () => upright(300, 200).toColourspace('rgb16').png().toBuffer(),
    },
    {
      what: 'a 16-bit TIFF',
      name: 'f.tif',
      encode: () => upright(300, 200).toColourspace('rgb16').tiff().toBuffer(),
    },
    { what: 'a palette', name: 'g.png', encode: () => upright(300, 200).png({ palette: true }).toBuffer() },
    {
      what: 'interlaced PNG',
      name: 'h.png',
      encode: () => upright(1500, 1000).png({ progressive: true }).toBuffer(),
      size: [1024, 683],
    },
    {
      what: 'progressive JPEG',
      name: 'i.jpg',
      encode: () => upright(1500, 1000).jpeg({ progressive: true }).toBuffer(),
      size: [1024, 683],
    },
    {
      what: 'half-transparent pixels, on white',
      name: 'j.png',
      encode: () => upright(300, 200).ensureAlpha(0.5).png().toBuffer(),
      colours: onWhite,
    },
    {
      what: 'grey JPEG',
      name: 'k.jpg',
      encode: () => greyPicture().toColourspace('b-w').jpeg().toBuffer(),
      colours: grey,
    },
    {
      what: 'grey of 16 bits',
      name: 'l.png',
      encode: () => greyPicture().toColourspace('grey16').png().toBuffer(),
      colours: grey,
    },
    {
      what: 'a Display P3 profile',
      name: 'm.jpg',
      encode: () => upright(300, 200).withIccProfile('p3').jpeg({ quality: 100 }).toBuffer(),
    },
    {
      what: 'WebP named .jpg',
      name: 'n.jpg',
      encode: () => upright(300, 200).webp({ quality: 100 }).toBuffer(),
    },
    { what: 'a JPEG named .nef', name: 'o.nef', encode: () => upright(300, 200).jpeg().toBuffer() },
    { what: 'a TIFF named .dng', name: 'p.dng', encode: () => upright(300, 200).tiff().toBuffer() },
    {
      what: 'a name of odd characters',
      name: 'q \n [1] 日本 %s.jpg',
      encode: () => upright(300, 200).jpeg().toBuffer(),
    },
  ];
  for (const { what, name, encode, size, colours } of cases)
    it(`is made of ${what}`, async () => {
      const { target, proxy } = await proxyOf(name, await encode());
      expect([proxy.widthPx, proxy.heightPx]).toEqual(size ?? [300, 200]);
      const expected = colours ?? QUARTERS;
      if (expected.length > 0 && proxy.heightPx > 2)
        expect(colourDifference(await quarterColours(target), expected)).toBeLessThan(COLOUR_TOLERANCE);
      expect(proxy).not.toHaveProperty('damage');
    });

  it('is a plain sRGB JPEG without metadata, with colour at half the resolution', async () => {
    const rich = upright(1500, 1000)
      .withIccProfile('p3')
      .withExifMerge({ IFD0: { Artist: 'A' } });
    const { target, proxy } = await proxyOf('rich.jpg', await rich.jpeg().toBuffer());
    const found = await sharp(target).metadata();
    expect(found).toMatchObject({
      format: 'jpeg',
      space: 'srgb',
      depth: 'uchar',
      chromaSubsampling: '4:2:0',
    });
    expect([found.exif, found.icc, found.xmp, found.orientation]).toEqual(new Array(4).fill(undefined));
    expect(proxy.sizeBytes).toBe(statSync(target).size);
  });

  it('converts CMYK to colours that are near', async () => {
    const { target } = await proxyOf(
      'cmyk.tif',
      await upright(300, 200).toColourspace('cmyk').tiff().toBuffer(),
    );
    // The gamut of print is smaller: the colours keep their order, not their values.
    expect(colourDifference(await quarterColours(target), QUARTERS)).toBeLessThan(60);
  });

  it('shows the first of several pages', async () => {
    const pages = await Promise.all(
      ['#dc1e1e', '#1e1edc'].map((background) =>
        sharp({ create: { width: 80, height: 60, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const { target, proxy } = await proxyOf(
      'pages.tif',
      await sharp(pages, { join: { animated: true } })
        .tiff()
        .toBuffer(),
    );
    expect([proxy.widthPx, proxy.heightPx]).toEqual([80, 60]);
    expect(colourDifference(await quarterColours(target), new Array(4).fill([220, 30, 30]))).toBeLessThan(
      COLOUR_TOLERANCE,
    );
  });
});

const strip = (bytes: Buffer) => ({ bytes, offsetTag: 273, sizeTag: 279 });

/** A RAW as cameras write it: directory, JPEG preview, sensor data. */
async function rawFile(
  orientation: number,
  previewSize: number[] | undefined,
  sensor: number[],
): Promise<Buffer> {
  const preview: FixtureDirectory[] = [];
  if (previewSize) {
    const [width, height] = previewSize as [number, number];
    const turned = storedAs(orientation, quarters(width, height), width, height);
    const jpeg = await asSharp(turned.rgb, turned.width, turned.height).jpeg().toBuffer();
    preview.push({
      tags: [
        { tag: 254, long: [1] },
        { tag: 259, short: [7] },
      ],
      data: strip(jpeg),
    });
  }
  return writeRawFixture({
    chain: [{ tags: dngTags(orientation), sub: [...preview, bayerDirectory(sensor[0]!, sensor[1]!)] }],
  });
}

describe('a proxy of a RAW file', () => {
  it('is made of the embedded preview, turned as the RAW says', async () => {
    const { target, proxy } = await proxyOf('preview.dng', await rawFile(6, [800, 1200], [1200, 800]));
    expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([683, 1024, 'embedded-preview']);
    expect(colourDifference(await quarterColours(target), QUARTERS)).toBeLessThan(COLOUR_TOLERANCE);
  });

  it('is decoded where the preview is too small, and turned as the RAW says', async () => {
    const { target, proxy } = await proxyOf('decode\n.dng', await rawFile(6, [100, 150], [1200, 900]));
    expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([768, 1024, 'raw-decode']);
    // Stored red above blue, and turned a quarter clockwise: red on the right.
    const [aboveLeft, aboveRight] = await quarterColours(target);
    expect(aboveLeft![2]).toBeGreaterThan(2 * aboveLeft![0]!);
    expect(aboveRight![0]).toBeGreaterThan(2 * aboveRight![2]!);
    expect(readdirSync(join(folder, 'cache', '.tmp'))).toEqual([]);
  });

  it('is made at half the size of a large sensor', async () => {
    const { proxy } = await proxyOf('large.dng', await rawFile(1, undefined, [2400, 1600]));
    expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([1024, 683, 'raw-decode']);
  });

  it('is made of a smaller preview where the sensor data is cut off, and says so', async () => {
    const whole = await rawFile(1, [600, 400], [1200, 800]);
    const { proxy } = await proxyOf('cut.dng', whole.subarray(0, whole.length >> 1));
    expect([proxy.widthPx, proxy.source]).toEqual([600, 'embedded-preview']);
    expect(proxy.damage).toContain('smaller embedded preview');
  });

  it('says of a sufficient preview that the file behind it is cut off', async () => {
    const whole = await rawFile(1, [1200, 800], [1200, 800]);
    const { proxy } = await proxyOf('cut-behind.dng', whole.subarray(0, whole.length - 1000));
    expect([proxy.widthPx, proxy.source]).toEqual([1024, 'embedded-preview']);
    expect(proxy.damage).toBe(
      `The file is cut off: ${whole.length - 1000} of ${whole.length} bytes are there.`,
    );
  });
});

describe('a file that is no whole picture', () => {
  const jpeg = () => upright(1500, 1000).blur(2).jpeg({ quality: 95 }).toBuffer();
  /** Detail everywhere, so that bytes and rows go together. */
  const noisy = () =>
    sharp({
      create: {
        width: 900,
        height: 600,
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
      const { target, result } = await make(name, await bytes());
      expect(result).toBeInstanceOf(Error);
      expect((result as Error).message).toContain(expected);
      expect(existsSync(target)).toBe(false);
    });

  it('is shown as far as it goes for a JPEG cut at 60 %, and says so', async () => {
    const bytes = await noisy().jpeg({ quality: 90 }).toBuffer();
    const { target, proxy } = await proxyOf('cut60.jpg', cut(bytes, 0.6));
    expect(proxy.damage).toMatch(/^The file is damaged: about (39|40|41) % of the picture is missing/);
    expect(existsSync(target)).toBe(true);
  });

  it('is an error for a folder, a pipe and a path that is not there', async () => {
    mkdirSync(join(folder, 'folder.jpg'));
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')]);
    const names = ['folder.jpg', 'pipe.jpg', 'nowhere.jpg'];
    const results = await maker.make(
      names.map((name) => ({ original: join(folder, name), target: targetOf(name) })),
    );
    expect(results.map((result) => (result as Error).message)).toEqual([
      'Not a regular file.',
      'Not a regular file.',
      'The file is not there any more.',
    ]);
  });
});

const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

describe('SharpProxyMaker', () => {
  it('answers in the order of the requests, good and bad', async () => {
    const paths = [
      original('order-1.jpg', await upright(400, 300).jpeg().toBuffer()),
      original('order-2.jpg', Buffer.from('text')),
      original('order-3.jpg', await upright(30, 20).jpeg().toBuffer()),
    ];
    const results = await maker.make(
      paths.map((path, i) => ({ original: path, target: targetOf(`order-${i}`) })),
    );
    expect(results.map((result) => (result instanceof Error ? 'error' : result.widthPx))).toEqual([
      400,
      'error',
      30,
    ]);
    expect(await maker.make([])).toEqual([]);
  });

  it('makes the same bytes twice, and takes sizes and quality from its options', async () => {
    const bytes = await upright(700, 500).jpeg().toBuffer();
    const { target } = await proxyOf('twice.jpg', bytes);
    const first = readFileSync(target);
    await proxyOf('twice.jpg', bytes);
    expect(readFileSync(target).equals(first)).toBe(true);
    const small = new SharpProxyMaker({ maxSizePx: 256, jpegQuality: 50, concurrency: 1 });
    const { result } = await make('twice.jpg', bytes, small);
    await small.close();
    expect(result).toMatchObject({ widthPx: 256, heightPx: 183 });
    expect(statSync(target).size).toBeLessThan(first.length / 2);
  });

  it('leaves the original as it is: bytes, times and mode', async () => {
    const bytes = await rawFile(1, undefined, [1200, 800]);
    const path = original('kept.dng', bytes);
    const before = statSync(path, { bigint: true });
    await maker.make([{ original: path, target: targetOf('kept.dng') }]);
    const after = statSync(path, { bigint: true });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect([after.mtimeNs, after.ctimeNs, after.mode, after.ino]).toEqual([
      before.mtimeNs,
      before.ctimeNs,
      before.mode,
      before.ino,
    ]);
  });

  it('measures on the pixels that it encodes', async () => {
    const { proxy } = await proxyOf('measured.png', await upright(400, 300).png().toBuffer());
    expect(proxy.statistics.darkRatio).toBe(0);
    expect(proxy.statistics.perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect(proxy.statistics.meanSaturation).toBeGreaterThan(0.5);
  });

  it('throws where the cache cannot be written, instead of blaming each photo', async () => {
    const path = original('blocked.jpg', await upright(40, 30).jpeg().toBuffer());
    const blocked = new SharpProxyMaker({ tempFolder: join(path, 'tmp') });
    await expect(blocked.make([{ original: path, target: targetOf('blocked') }])).rejects.toMatchObject({
      code: 'DATA_FOLDER',
    });
    await blocked.close();
  });
});
