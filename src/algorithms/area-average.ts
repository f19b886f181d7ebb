/** One value a pixel, row by row. */
export interface Plane {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly values: Uint8Array;
}

/**
 * Shrinks a plane by averaging: each target pixel is the rounded mean of the whole source pixels under it. Where
 * the sizes do not divide, blocks differ by one source pixel. A target larger than the source repeats pixels.
 */
export function areaAverage(source: Plane, widthPx: number, heightPx: number): Plane {
  const values = new Uint8Array(widthPx * heightPx);
  const pixels = source.values;
  const columns = blocks(source.widthPx, widthPx);
  const rows = blocks(source.heightPx, heightPx);
  for (let y = 0, target = 0; y < heightPx; y++) {
    const top = rows.from[y]! * source.widthPx;
    const bottom = rows.to[y]! * source.widthPx;
    const height = rows.to[y]! - rows.from[y]!;
    for (let x = 0; x < widthPx; x++, target++) {
      const left = columns.from[x]!;
      const width = columns.to[x]! - left;
      let sum = 0;
      for (let row = top + left; row < bottom; row += source.widthPx)
        for (let index = row; index < row + width; index++) sum += pixels[index]!;
      const count = height * width;
      values[target] = ((sum + (count >> 1)) / count) | 0;
    }
  }
  return { widthPx, heightPx, values };
}

/** First and one-past-last source index of each target index; never an empty block. */
export function blocks(
  source: number,
  target: number,
): { readonly from: Int32Array; readonly to: Int32Array } {
  const from = new Int32Array(target);
  const to = new Int32Array(target);
  for (let index = 0; index < target; index++) {
    from[index] = Math.min(source - 1, Math.floor((index * source) / target));
    to[index] = Math.max(from[index]! + 1, Math.floor(((index + 1) * source) / target));
  }
  return { from, to };
}
