/** Largest value of a code; −128 is not used, so that codes are symmetric. */
const MOST = 127;

/** Rounding up what float32 would round down. */
const ROUND_UP = 1 + 2 ** -22;

export interface RowCode {
  /** The row is about mean + scale · codes. A float32. */
  readonly scale: number;
  /** The length of what that leaves out is at most this. A float32. */
  readonly error: number;
}

/**
 * Eight bits a number for a row less the mean of all rows, with the step that its largest number needs. The mean
 * takes out what rows have in common, which would only make steps coarse; any mean is right, a good one is better.
 * @param codes overwritten; what is beyond the row's dimensions becomes zero
 */
export function encodeRow(row: Float32Array, mean: Float32Array, codes: Int8Array): RowCode {
  let largest = 0;
  for (let k = 0; k < row.length; k++) largest = Math.max(largest, Math.abs(row[k]! - mean[k]!));
  const scale = Math.fround(largest / MOST);
  codes.fill(0, row.length);
  if (scale === 0) {
    // Below what float32 can divide: all of it is error.
    codes.fill(0);
    return { scale, error: Math.fround(largest * Math.sqrt(row.length) * ROUND_UP) };
  }
  let squares = 0;
  const inverse = 1 / scale;
  for (let k = 0; k < row.length; k++) {
    const value = row[k]! - mean[k]!;
    const code = Math.max(-MOST, Math.min(MOST, Math.round(value * inverse)));
    codes[k] = code;
    const rest = value - scale * code;
    squares += rest * rest;
  }
  return { scale, error: Math.fround(Math.sqrt(squares) * ROUND_UP) };
}

/** Number by number, over rows of the same length. */
export function meanOf(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) {
    for (let k = 0; k < sum.length; k++) sum[k]! += row[k]!;
  }
  return Float32Array.from(sum, (value) => value / rows.length);
}
