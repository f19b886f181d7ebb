import { statSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
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
import { proxyWorkshop, upright } from './proxy-workshop.ts';

const shop = proxyWorkshop();

/** JPEG at quality 90 and a detour through another colour space move a value by no more than this. */
const COLOUR_TOLERANCE = 8;

const QUARTERS = [RED, GREEN, BLUE, WHITE];

describe('a proxy of a picture', () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`stands upright for EXIF orientation ${orientation}`, async () => {
      const stored = storedAs(orientation, quarters(375, 250), 375, 250);
      const jpeg = asSharp(stored.rgb, stored.width, stored.height).withMetadata({ orientation }).jpeg();
      const { target, proxy } = await shop.proxyOf(
        `orientation-${orientation}.jpg`,
        await jpeg.toBuffer(),
        shop.small,
      );
      expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([256, 171, 'image']);
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
      const { target, proxy } = await shop.proxyOf(name, await encode());
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
    const { target, proxy } = await shop.proxyOf('rich.jpg', await rich.jpeg().toBuffer());
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
    const { target } = await shop.proxyOf(
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
    const { target, proxy } = await shop.proxyOf(
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
