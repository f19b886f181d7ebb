import { describe, expect, it } from 'vitest';
import { type SquareLayout, squareInput } from './square-input.ts';

const picture = {
  widthPx: 8,
  heightPx: 4,
  // Red rises from left to right, green is 100, blue falls from top to bottom.
  rgb: Uint8Array.from({ length: 8 * 4 * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [(pixel % 8) * 20, 100, 200 - Math.floor(pixel / 8) * 50][i % 3]!;
  }),
};
const layout: SquareLayout = { inputPx: 8, fit: 'corner', channels: 'rgb', divisor: 1, padding: 114 };
const at = (values: Float32Array, channel: number, x: number, y: number) => values[channel * 64 + y * 8 + x];

describe('a picture as a square', () => {
  it('lies in the upper left corner, with padding below', async () => {
    const { values, widthPx, heightPx } = await squareInput(picture, layout);
    expect([widthPx, heightPx]).toEqual([8, 4]);
    expect([at(values, 0, 3, 2), at(values, 1, 3, 2), at(values, 2, 3, 2)]).toEqual([60, 100, 100]);
    expect([0, 1, 2].map((channel) => at(values, channel, 0, 4))).toEqual([114, 114, 114]);
    expect(at(values, 2, 7, 7)).toBe(114);
  });

  it('has blue first where the network was trained so', async () => {
    const { values } = await squareInput(picture, { ...layout, channels: 'bgr' });
    expect([at(values, 0, 3, 2), at(values, 1, 3, 2), at(values, 2, 3, 2)]).toEqual([100, 100, 60]);
  });

  it('fills the square where it is squashed, in 0 to 1', async () => {
    const { values, widthPx, heightPx } = await squareInput(picture, {
      ...layout,
      fit: 'squash',
      divisor: 255,
    });
    expect([widthPx, heightPx]).toEqual([8, 8]);
    expect(at(values, 1, 7, 7)).toBeCloseTo(100 / 255, 6);
    expect(at(values, 0, 6, 7)).toBeGreaterThan(at(values, 0, 1, 7)!);
  });

  it('leaves nothing of the picture before in an array that is used again', async () => {
    const reuse = new Float32Array(3 * 64).fill(7);
    const { values } = await squareInput(picture, layout, reuse);
    expect(values).toBe(reuse);
    expect(values.includes(7)).toBe(false);
  });

  it('keeps a picture of one pixel in width', async () => {
    const thin = { widthPx: 1, heightPx: 1000, rgb: new Uint8Array(3000) };
    expect(await squareInput(thin, layout)).toMatchObject({ widthPx: 1, heightPx: 8 });
  });
});
