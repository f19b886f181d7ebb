import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { librawWasm } from './libraw-wasm.ts';
import { BLUE, colourDifference, GREEN, quarterColours, RED, WHITE } from './picture-fixture.ts';
import { proxyWorkshop, rawFile } from './proxy-workshop.ts';

const shop = proxyWorkshop();

/** JPEG at quality 90 and a detour through another colour space move a value by no more than this. */
const COLOUR_TOLERANCE = 8;

const QUARTERS = [RED, GREEN, BLUE, WHITE];

describe('a proxy of a RAW file', () => {
  it('is made of the embedded preview, turned as the RAW says', async () => {
    const { target, proxy } = await shop.proxyOf(
      'preview.dng',
      await rawFile(6, [200, 300], [300, 200]),
      shop.small,
    );
    expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([171, 256, 'embedded-preview']);
    expect(colourDifference(await quarterColours(target), QUARTERS)).toBeLessThan(COLOUR_TOLERANCE);
  });

  it('is decoded where the preview is too small, and turned as the RAW says', async () => {
    const { target, proxy } = await shop.proxyOf(
      'decode\n.dng',
      await rawFile(6, [100, 150], [400, 300]),
      shop.small,
    );
    expect([proxy.widthPx, proxy.heightPx, proxy.source]).toEqual([192, 256, 'raw-decode']);
    // Stored red above blue, and turned a quarter clockwise: red on the right.
    const [aboveLeft, aboveRight] = await quarterColours(target);
    expect(aboveLeft![2]).toBeGreaterThan(2 * aboveLeft![0]!);
    expect(aboveRight![0]).toBeGreaterThan(2 * aboveRight![2]!);
    expect(readdirSync(join(shop.folder, 'cache', '.tmp'))).toEqual([]);
  });

  it('is decoded at half the size where that is enough', async () => {
    const path = shop.original('large.dng', await rawFile(1, undefined, [520, 300]));
    const decode = (minimumPx: number) =>
      librawWasm(path, { minimumPx, longEdgePx: 520, timeoutMillis: 60_000 });
    expect(await decode(260)).toMatchObject({ widthPx: 260, heightPx: 150, channels: 3 });
    expect(await decode(261)).toMatchObject({ widthPx: 520, heightPx: 300, channels: 3 });
  });

  it('is made of a smaller preview where the sensor data is cut off, and says so', async () => {
    const whole = await rawFile(1, [600, 400], [600, 400]);
    const { proxy } = await shop.proxyOf('cut.dng', whole.subarray(0, whole.length >> 1));
    expect([proxy.widthPx, proxy.source]).toEqual([600, 'embedded-preview']);
    expect(proxy.damage).toContain('smaller embedded preview');
  });

  it('says of a sufficient preview that the file behind it is cut off', async () => {
    const whole = await rawFile(1, [300, 200], [300, 200]);
    const { proxy } = await shop.proxyOf(
      'cut-behind.dng',
      whole.subarray(0, whole.length - 1000),
      shop.small,
    );
    expect([proxy.widthPx, proxy.source]).toEqual([256, 'embedded-preview']);
    expect(proxy.damage).toBe(
      `The file is cut off: ${whole.length - 1000} of ${whole.length} bytes are there.`,
    );
  });
});
