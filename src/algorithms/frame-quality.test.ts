import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PixelStatistics } from '../domain/proxy.ts';
import { frameQuality } from './frame-quality.ts';
import { pixelStatistics } from './pixel-statistics.ts';

const SIZE = { width: 300, height: 200 };

/** Leaves of light on a darker ground: edges at all brightnesses, as in a photo. */
function scene(): Buffer {
  const pixels = Buffer.alloc(SIZE.width * SIZE.height * 3);
  for (let y = 0; y < SIZE.height; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const light = 105 + 60 * Math.sin(x / 17) * Math.cos(y / 13) + (((x >> 3) ^ (y >> 3)) & 1 ? 25 : -25);
      pixels.fill(light, (y * SIZE.width + x) * 3, (y * SIZE.width + x) * 3 + 3);
    }
  }
  return pixels;
}

/** Stops are of light: encoded values go with the 1/2.2th power of it. */
async function shot({ stops = 0, blurPx = 0 }): Promise<PixelStatistics> {
  let frame = sharp(scene(), { raw: { ...SIZE, channels: 3 } }).linear(2 ** (stops / 2.2), 0);
  if (blurPx > 0) frame = frame.blur(blurPx);
  return pixelStatistics(await frame.raw().toBuffer(), SIZE.width, SIZE.height);
}

describe('the quality of a frame', () => {
  let usual: number;
  let normal: number;
  const qualityOf = async (shown: Parameters<typeof shot>[0]) => frameQuality(await shot(shown), usual);
  beforeAll(async () => {
    usual = (await shot({})).medianLuminance;
    normal = await qualityOf({});
  });

  it.each([{ blurPx: 0.7 }, { blurPx: 1.5 }, { stops: -2 }, { stops: -1 }, { stops: 1 }, { stops: 2 }])(
    'is less for %o',
    async (fault) => {
      expect(await qualityOf(fault)).toBeLessThan(normal);
    },
  );

  it.each([{ stops: -1 }, { stops: 1 }])(
    'takes a sharp frame at %o rather than a blurred one',
    async (fault) => {
      expect(await qualityOf(fault)).toBeGreaterThan(await qualityOf({ blurPx: 1.5 }));
    },
  );

  it('is sharpness alone where it is not known how light the picture is', async () => {
    const [sharp, soft] = [await shot({}), await shot({ blurPx: 0.7 })];
    expect(frameQuality(sharp, null)).toBeGreaterThan(frameQuality(soft, null));
  });

  it.each([0, 1])('is a number for a flat picture of luminance %d', (medianLuminance) => {
    expect(frameQuality({ sharpness: 0, medianLuminance }, 1 - medianLuminance)).not.toBeNaN();
  });
});
