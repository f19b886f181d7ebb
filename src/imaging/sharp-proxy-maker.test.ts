import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proxyWorkshop, rawFile, upright } from './proxy-workshop.ts';
import { SharpProxyMaker } from './sharp-proxy-maker.ts';

const shop = proxyWorkshop();

describe('SharpProxyMaker', () => {
  it('answers in the order of the requests, good and bad', async () => {
    const paths = [
      shop.original('order-1.jpg', await upright(400, 300).jpeg().toBuffer()),
      shop.original('order-2.jpg', Buffer.from('text')),
      shop.original('order-3.jpg', await upright(30, 20).jpeg().toBuffer()),
    ];
    const results = await shop.maker.make(
      paths.map((path, i) => ({ original: path, target: shop.targetOf(`order-${i}`) })),
    );
    expect(results.map((result) => (result instanceof Error ? 'error' : result.widthPx))).toEqual([
      400,
      'error',
      30,
    ]);
    expect(await shop.maker.make([])).toEqual([]);
  });

  it('makes the same bytes twice, and takes sizes and quality from its options', async () => {
    const bytes = await upright(700, 500).jpeg().toBuffer();
    const { target } = await shop.proxyOf('twice.jpg', bytes);
    const first = readFileSync(target);
    await shop.proxyOf('twice.jpg', bytes);
    expect(readFileSync(target).equals(first)).toBe(true);
    const rough = new SharpProxyMaker({ maxSizePx: 256, jpegQuality: 50, concurrency: 1 });
    const { result } = await shop.make('twice.jpg', bytes, rough);
    await rough.close();
    expect(result).toMatchObject({ widthPx: 256, heightPx: 183 });
    expect(statSync(target).size).toBeLessThan(first.length / 2);
  });

  it('leaves the original as it is: bytes, times and mode', async () => {
    const bytes = await rawFile(1, undefined, [300, 200]);
    const path = shop.original('kept.dng', bytes);
    const before = statSync(path, { bigint: true });
    await shop.maker.make([{ original: path, target: shop.targetOf('kept.dng') }]);
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
    const { proxy } = await shop.proxyOf('measured.png', await upright(400, 300).png().toBuffer());
    expect(proxy.statistics.darkRatio).toBe(0);
    expect(proxy.statistics.perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect(proxy.statistics.meanSaturation).toBeGreaterThan(0.5);
  });

  it('throws where the cache cannot be written, instead of blaming each photo', async () => {
    const path = shop.original('blocked.jpg', await upright(40, 30).jpeg().toBuffer());
    const blocked = new SharpProxyMaker({ tempFolder: join(path, 'tmp') });
    await expect(blocked.make([{ original: path, target: shop.targetOf('blocked') }])).rejects.toMatchObject({
      code: 'DATA_FOLDER',
    });
    await blocked.close();
  });
});
