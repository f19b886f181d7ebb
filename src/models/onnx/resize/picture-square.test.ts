import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImagePreprocessing } from '../../../domain/model.ts';
import { assembled } from './assemble.ts';
import { madePicture } from './made-picture.fixture.ts';
import { PictureSquare } from './picture-square.ts';

interface GoldenSquare extends Pick<ImagePreprocessing, 'filter' | 'fit'> {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly sha256: string;
  readonly pixels?: number[];
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden-squares.json'), 'utf8')) as {
  readonly pillow: string;
  readonly squares: readonly GoldenSquare[];
};

function squareOf(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  how: Pick<ImagePreprocessing, 'filter' | 'fit' | 'sizePx'>,
  maker = new PictureSquare({ ...how, mean: [0, 0, 0], deviation: [1, 1, 1] }),
): Uint8Array {
  const { pixels, strideBytes } = maker.of(rgb, widthPx, heightPx);
  const rows = Array.from({ length: how.sizePx }, (_, y) =>
    pixels.subarray(y * strideBytes, y * strideBytes + how.sizePx * 3),
  );
  return Uint8Array.from(Buffer.concat(rows));
}

describe(`the square that a network gets, beside Pillow ${golden.pillow}`, () => {
  const sizes = new Map(golden.squares.map(({ width, height }) => [`${width}×${height}`, { width, height }]));
  it.each([...sizes.values()])(
    'has the same bytes for $width×$height, by each filter, cropped and squashed',
    ({ width, height }) => {
      const rgb = madePicture(width, height);
      const squares = golden.squares.filter((square) => square.width === width && square.height === height);
      expect(squares.length).toBeGreaterThanOrEqual(14);
      for (const { filter, fit, size, sha256, pixels } of squares) {
        const ours = squareOf(rgb, width, height, { filter, fit, sizePx: size });
        const title = `${filter}, ${fit} to ${size}`;
        if (pixels) expect([...ours], title).toEqual(pixels);
        expect(createHash('sha256').update(ours).digest('hex'), title).toBe(sha256);
      }
    },
  );

  it('does not depend on the pictures before it', () => {
    const how = { filter: 'bicubic', fit: 'crop', sizePx: 64 } as const;
    const maker = new PictureSquare({ ...how, mean: [0, 0, 0], deviation: [1, 1, 1] });
    const rgb = madePicture(97, 61);
    const alone = squareOf(rgb, 97, 61, how);
    for (let width = 40; width < 110; width++) squareOf(madePicture(width, 200), width, 200, how, maker);
    expect(squareOf(rgb, 97, 61, how, maker)).toEqual(alone);
  });
});

it('the bytes of the passes are those of their source', async () => {
  expect(readFileSync(join(import.meta.dirname, 'resize-passes.ts'), 'utf8')).toBe(await assembled());
});
