import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { besideThePicture } from './bare-jpeg.ts';

const picture = (options: { progressive?: boolean } = {}) =>
  sharp({
    create: {
      width: 80,
      height: 60,
      channels: 3,
      background: '#a52',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  }).jpeg(options);

/** With a segment behind the first marker. */
async function with_(marker: number, content: Buffer): Promise<Buffer> {
  const jpeg = await picture().toBuffer();
  const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

const jfif = (thumbnail: [number, number], rest = 0): Buffer =>
  Buffer.concat([
    Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01', 'latin1'),
    Buffer.from(thumbnail),
    Buffer.alloc(rest),
  ]);

describe('a bare JPEG', () => {
  it.each([false, true])(
    'is what sharp writes without being told otherwise (progressive: %s)',
    async (progressive) => {
      expect(besideThePicture(await picture({ progressive }).toBuffer())).toBeNull();
    },
  );

  it('may have the header of JFIF, without a thumbnail', async () => {
    expect(besideThePicture(await with_(0xe0, jfif([0, 0])))).toBeNull();
    expect(besideThePicture(await with_(0xe0, jfif([1, 1], 3)))).toBe('an application segment');
  });

  const beside: [string, () => Promise<Buffer>, string][] = [
    [
      'EXIF',
      () =>
        picture()
          .withExif({ IFD0: { Artist: 'x' } })
          .toBuffer(),
      'an application segment',
    ],
    ['a colour profile', () => picture().withIccProfile('p3').toBuffer(), 'an application segment'],
    [
      'XMP',
      () => picture().withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').toBuffer(),
      'an application segment',
    ],
    [
      'IPTC in a Photoshop block',
      () => with_(0xed, Buffer.from('Photoshop 3.0\0')),
      'an application segment',
    ],
    ['a thumbnail (JFXX)', () => with_(0xe0, Buffer.from('JFXX\0\x10....')), 'an application segment'],
    ['a comment', () => with_(0xfe, Buffer.from('taken at home')), 'a comment'],
    [
      'bytes behind its end',
      async () => Buffer.concat([await picture().toBuffer(), Buffer.from('more')]),
      'bytes behind its end',
    ],
    [
      'a second picture',
      async () => Buffer.concat([await picture().toBuffer(), await picture().toBuffer()]),
      'bytes behind its end',
    ],
    ['no end', async () => (await picture().toBuffer()).subarray(0, -2), 'no end'],
    ['nothing at all', async () => Buffer.alloc(0), 'no JPEG'],
    ['another format', () => picture().png().toBuffer(), 'no JPEG'],
    ['no picture in it', async () => Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'no picture'],
    [
      'a segment longer than the file',
      async () => Buffer.from([0xff, 0xd8, 0xff, 0xdb, 0xff, 0xff, 0]),
      'a broken segment',
    ],
  ];
  it.each(beside)('has not %s', async (_what, make, expected) => {
    expect(besideThePicture(await make())).toBe(expected);
  });
});
