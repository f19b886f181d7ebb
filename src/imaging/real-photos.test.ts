import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../../test/shared.ts';
import { hashDistance } from '../algorithms/perceptual-hash.ts';
import type { Proxy } from '../domain/proxy.ts';
import { SharpProxyMaker } from './sharp-proxy-maker.ts';

describe.skipIf(!hasShared)('proxies of real photos (skipped where ../shared is missing)', () => {
  let folder = '';
  let maker: SharpProxyMaker;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'real-'));
    maker = new SharpProxyMaker();
  });
  afterAll(async () => {
    await maker.close();
    rmSync(folder, { recursive: true });
  });

  const targetOf = (index: number) => join(folder, 'aa', `${index}.jpg`);
  const makeAll = (paths: readonly string[]) =>
    maker.make(paths.map((path, index) => ({ original: sharedPath(path), target: targetOf(index) })));

  for (const shape of ['Landscape', 'Portrait'])
    it(`stand upright for all orientations of ${shape}, as the reference does`, async () => {
      const paths = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `photos/orientation/${shape}_${i}.jpg`);
      const proxies = (await makeAll(paths)) as Proxy[];
      const reference = await thumbnail(targetOf(0));
      for (const [index, proxy] of proxies.entries()) {
        expect([proxy.widthPx, proxy.heightPx]).toEqual([proxies[0]!.widthPx, proxies[0]!.heightPx]);
        expect(
          hashDistance(proxy.statistics.perceptualHash, proxies[0]!.statistics.perceptualHash),
        ).toBeLessThan(4);
        expect(difference(await thumbnail(targetOf(index)), reference)).toBeLessThan(4);
      }
    });

  const raw: { path: string; expected: Partial<Proxy> | string }[] = [
    { path: 'photos/raw/colorchart.dng', expected: { widthPx: 1024, heightPx: 683, source: 'raw-decode' } },
    { path: 'photos/raw/Issue 247-1.nef', expected: { widthPx: 681, heightPx: 1024, source: 'image' } },
    {
      path: 'photos/raw/testImages/CRW.CRW',
      expected: { widthPx: 1024, heightPx: 683, source: 'embedded-preview' },
    },
    { path: 'photos/raw/testImages/Hero8.GPR', expected: 'LibRaw cannot decode this RAW file' },
    { path: 'photos/formats/formats/heic/IMG_2682.heic', expected: 'HEIC' },
    { path: 'photos/formats/formats/jxl/8bit-sRGB.jxl', expected: 'JPEG XL' },
    { path: 'photos/camera/jpg/corrupted.jpg', expected: 'The picture is damaged' },
  ];
  for (const { path, expected } of raw)
    it(`make of ${path}: ${typeof expected === 'string' ? expected : expected.source}`, async () => {
      const [result] = await makeAll([path]);
      if (typeof expected === 'string') expect((result as Error).message).toContain(expected);
      else expect(result).toMatchObject(expected);
    });

  for (const path of ['photos/camera/jpg/invalid', 'photos/camera/jpg/tests', 'photos/camera/tiff'])
    it(`are made of every file in ${path}`, async () => {
      const names = readdirSync(sharedPath(path));
      const results = await makeAll(names.map((name) => join(path, name)));
      expect(names.filter((_, index) => results[index] instanceof Error)).toEqual([]);
    });

  it('are the same bytes when made twice', async () => {
    const paths = ['photos/raw/Issue 247-1.nef', 'photos/camera/jpg/tests/28-hex_value.jpg'];
    await makeAll(paths);
    const first = paths.map((_, index) => readFileSync(targetOf(index)));
    await makeAll(paths);
    for (const [index, bytes] of first.entries())
      expect(readFileSync(targetOf(index)).equals(bytes)).toBe(true);
  });
});

const thumbnail = (path: string) => sharp(path).resize(64, 64, { fit: 'fill' }).greyscale().raw().toBuffer();

/** Mean absolute difference of two grey pictures, 0 to 255. */
const difference = (one: Buffer, other: Buffer) =>
  one.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / one.length;
