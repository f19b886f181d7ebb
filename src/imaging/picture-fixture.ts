/** For tests: pictures whose place and colour of every part is known. */
import sharp, { type Sharp } from 'sharp';

export const RED = [220, 30, 30] as const;
export const GREEN = [30, 180, 60] as const;
export const BLUE = [40, 60, 200] as const;
export const WHITE = [250, 250, 250] as const;

/** Upright pixels in quarters: red above left, green above right, blue below left, white below right. */
export function quarters(
  widthPx: number,
  heightPx: number,
  colours: readonly (readonly number[])[] = [RED, GREEN, BLUE, WHITE],
): Buffer {
  const rgb = Buffer.alloc(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const quarter = (y < heightPx / 2 ? 0 : 2) + (x < widthPx / 2 ? 0 : 1);
      rgb.set(colours[quarter]!, (y * widthPx + x) * 3);
    }
  return rgb;
}

export const asSharp = (rgb: Buffer, width: number, height: number): Sharp =>
  sharp(rgb, { raw: { width, height, channels: 3 } });

/**
 * The side of the picture that the first stored row and the first stored column show, by EXIF orientation
 * (Exif 2.32, tag 274, in its own words).
 */
const FIRST_ROW_AND_COLUMN: Record<number, readonly [string, string]> = {
  1: ['top', 'left'],
  2: ['top', 'right'],
  3: ['bottom', 'right'],
  4: ['bottom', 'left'],
  5: ['left', 'top'],
  6: ['right', 'top'],
  7: ['right', 'bottom'],
  8: ['left', 'bottom'],
};

/** The picture as a camera would store it that writes this orientation. */
export function storedAs(orientation: number, rgb: Buffer, widthPx: number, heightPx: number) {
  const [row, column] = FIRST_ROW_AND_COLUMN[orientation]!;
  const lying = row === 'left' || row === 'right';
  const [width, height] = lying ? [heightPx, widthPx] : [widthPx, heightPx];
  const stored = Buffer.alloc(rgb.length);
  const along = (side: string, index: number, length: number) =>
    side === 'top' || side === 'left' ? index : length - 1 - index;
  for (let r = 0; r < height; r++)
    for (let c = 0; c < width; c++) {
      const x = lying ? along(row, r, widthPx) : along(column, c, widthPx);
      const y = lying ? along(column, c, heightPx) : along(row, r, heightPx);
      const from = (y * widthPx + x) * 3;
      rgb.copy(stored, (r * width + c) * 3, from, from + 3);
    }
  return { rgb: stored, width, height };
}

/** Colours in the middle of the four quarters of a file: above left, above right, below left, below right. */
export async function quarterColours(path: string): Promise<number[][]> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  return [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ].map(([x, y]) => {
    const at = (Math.floor(info.height * y!) * info.width + Math.floor(info.width * x!)) * info.channels;
    return [...data.subarray(at, at + 3)];
  });
}

/** Largest difference of a channel between two lists of colours. */
export function colourDifference(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): number {
  return Math.max(
    ...one.flatMap((colour, i) => colour.map((value, c) => Math.abs(value - (other[i]?.[c] ?? -1000)))),
  );
}
