import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type JpegOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../test/shared.ts';
import { imageDataHashes } from '../exiftool/run-exiftool.fixture.ts';
import { JpegImageData } from './jpeg-image-data.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-jpeg-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function hashOf(bytes: Uint8Array, pieceBytes: number): string | null {
  const data = new JpegImageData();
  for (let from = 0; from < bytes.length; from += pieceBytes)
    data.update(bytes.subarray(from, from + pieceBytes));
  return data.digest();
}

const noise = (options: JpegOptions): Promise<Buffer> =>
  sharp({
    create: {
      width: 90,
      height: 70,
      channels: 3,
      background: 'gray',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg(options)
    .toBuffer();

/** Pieces from single bytes to all at once: a marker may be cut anywhere. */
const PIECES = [1, 2, 3, 7, 1000, 2 ** 20];

async function expectSameAsExiftool(files: readonly { name: string; bytes: Buffer }[]): Promise<void> {
  const paths = files.map(({ name }) => join(folder, `${name}.jpg`));
  for (const [index, path] of paths.entries()) writeFileSync(path, files[index]!.bytes);
  const theirs = imageDataHashes(paths);
  for (const [index, path] of paths.entries()) {
    const ours = PIECES.map((pieceBytes) => hashOf(files[index]!.bytes, pieceBytes));
    expect({ file: files[index]!.name, ours }).toEqual({
      file: files[index]!.name,
      ours: PIECES.map(() => theirs.get(path)),
    });
  }
}

describe('the hash of the image data', () => {
  it('is that of exiftool for baseline, progressive and damaged JPEGs, however they are cut in pieces', async () => {
    const baseline = await noise({ quality: 85 });
    const progressive = await noise({ quality: 85, progressive: true });
    const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);
    const startOfScan = baseline.indexOf(Buffer.from([0xff, 0xda]));
    const inScan = (...insert: number[]) =>
      Buffer.concat([
        baseline.subarray(0, startOfScan + 400),
        Buffer.from(insert),
        baseline.subarray(startOfScan + 400),
      ]);
    await expectSameAsExiftool([
      { name: 'baseline', bytes: baseline },
      { name: 'progressive', bytes: progressive },
      { name: 'baseline, broken off', bytes: half(baseline) },
      { name: 'progressive, broken off', bytes: half(progressive) },
      { name: 'without an image', bytes: baseline.subarray(0, startOfScan) },
      { name: 'broken off behind FF', bytes: Buffer.concat([half(baseline), Buffer.from([0xff])]) },
      { name: 'something behind EOI', bytes: Buffer.concat([baseline, baseline]) },
      { name: 'padding inside', bytes: inScan(0xff, 0xff, 0xff, 0xd0) },
      { name: 'one FF of padding inside', bytes: inScan(0xff, 0xff, 0x00) },
      { name: 'segment inside', bytes: inScan(0xff, 0xfe, 0x00, 0x04, 0x41, 0x42) },
      { name: 'segment too short inside', bytes: inScan(0xff, 0xfe, 0x00, 0x01) },
      { name: 'segment past the end', bytes: inScan(0xff, 0xfe, 0xff, 0xfe) },
      { name: 'SOI inside', bytes: inScan(0xff, 0xd8) },
      { name: 'TEM inside', bytes: inScan(0xff, 0x01) },
      { name: 'JPEG 2000 marker inside', bytes: inScan(0xff, 0x74, 0, 0, 0, 6, 1, 2) },
      { name: 'SOD inside', bytes: inScan(0xff, 0x93) },
      { name: 'EOI inside', bytes: inScan(0xff, 0xd9) },
    ]);
  });

  it('stays the same when metadata is put in, and changes with the picture', async () => {
    const picture = await noise({ quality: 85 });
    const comment = Buffer.from([0xff, 0xfe, 0x00, 0x08, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x21]);
    const commented = Buffer.concat([picture.subarray(0, 2), comment, picture.subarray(2)]);
    expect(hashOf(commented, 1000)).toBe(hashOf(picture, 1000));
    expect(hashOf(await noise({ quality: 50 }), 1000)).not.toBe(hashOf(picture, 1000));
  });

  it('is null where there is no image data', () => {
    expect(hashOf(Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 1)).toBeNull();
    expect(hashOf(Buffer.from([]), 1)).toBeNull();
  });

  it.skipIf(!hasShared)('is that of exiftool for real camera files, broken ones among them', () => {
    const root = sharedPath('photos/camera/jpg');
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => join(root, name))
      .filter((path) => path.endsWith('.jpg') && statSync(path).size < 400_000);
    expect(paths.length).toBeGreaterThan(50);
    const theirs = imageDataHashes(paths);
    for (const path of paths) {
      const bytes = readFileSync(path);
      expect([path, hashOf(bytes, 997), hashOf(bytes, 2 ** 20)]).toEqual([
        path,
        theirs.get(path),
        theirs.get(path),
      ]);
    }
  });
});
