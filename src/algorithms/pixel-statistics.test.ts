import { describe, expect, it } from 'vitest';
import { pixelStatistics } from './pixel-statistics.ts';

describe('pixelStatistics', () => {
  it('measures the left half black and the right half red of 4 × 4 pixels', () => {
    const row = [0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0];
    const rgb = Uint8Array.from([...row, ...row, ...row, ...row]);
    expect(pixelStatistics(rgb, 4, 4)).toEqual({
      medianLuminance: 0,
      darkRatio: 0.5,
      // Two values, 54 steps apart, of which 127.5 count fully.
      highlightBimodality: expect.closeTo(54 / 127.5, 9),
      // Responses +54 and −54 alternating: variance 54².
      sharpness: 54 * 54,
      meanSaturation: 0.5,
      perceptualHash: '0000000000000000',
    });
  });

  it('measures a single pixel', () =>
    expect(pixelStatistics(Uint8Array.from([255, 255, 255]), 1, 1)).toMatchObject({
      medianLuminance: 1,
      darkRatio: 0,
      sharpness: 0,
    }));

  it('measures a picture of 1024 px and one of half the size alike', () => {
    const { sharpness, medianLuminance, darkRatio, perceptualHash } = pixelStatistics(
      mottled(1024, 512, 2),
      1024,
      512,
    );
    expect(pixelStatistics(mottled(512, 256, 1), 512, 256)).toMatchObject({
      sharpness,
      medianLuminance,
      darkRatio,
      perceptualHash,
    });
  });

  it('measures a long strip', () =>
    expect(pixelStatistics(new Uint8Array(1024 * 3), 1024, 1)).toMatchObject({ darkRatio: 1, sharpness: 0 }));
});

/** Grey noise that is the same each time, each value repeated `size` times both ways. */
function mottled(width: number, height: number, size: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, byte) => {
    const pixel = Math.floor(byte / 3);
    const x = Math.floor((pixel % width) / size);
    const y = Math.floor(Math.floor(pixel / width) / size);
    return (x * 73 + y * 151 + x * y * 7) % 256;
  });
}
