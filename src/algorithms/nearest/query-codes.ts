/** Largest value of a signed 16-bit number. */
const MOST = 32_767;
const LARGEST_SUM = 2 ** 31 - 1;
/** Of a row's codes. */
const LARGEST_ROW_CODE = 127;

/** What double arithmetic may be off in sums of this kind, a thousand times over. */
const ARITHMETIC = 1e-10;

/** A query as the scan takes it: query · row = offset + step · scale · (codes · row codes), within `reach`. */
export interface QueryCodes {
  /** One a number, zero up to the stride. */
  readonly codes: Int16Array;
  readonly step: number;
  /** query · mean. */
  readonly offset: number;
  /** The true product is nearer than length · error of the row + slack to that. */
  readonly length: number;
  readonly slack: number;
}

/**
 * Sixteen bits a number, with a step so large that no sum of products with any row's codes leaves 32 bits: by
 * Cauchy and Schwarz a sum is at most |query codes| · 127 · √dimensions.
 *
 * With row = mean + scale · codes + e and query = step · codes + f:
 * query · row = query · mean + step · scale · (codes · codes) + scale · (f · codes) + query · e,
 * and the last two are at most |f| · (|row − mean| + |e|) and |query| · |e|.
 * @param query any length; rows are unit vectors
 */
export function encodeQuery(query: Float32Array, mean: Float32Array, stride: number): QueryCodes {
  let largest = 0;
  let squares = 0;
  let offset = 0;
  let meanSquares = 0;
  for (let k = 0; k < query.length; k++) {
    largest = Math.max(largest, Math.abs(query[k]!));
    squares += query[k]! * query[k]!;
    offset += query[k]! * mean[k]!;
    meanSquares += mean[k]! * mean[k]!;
  }
  const length = Math.sqrt(squares);
  const codes = new Int16Array(stride);
  if (length === 0) return { codes, step: 0, offset, length, slack: ARITHMETIC };
  const root = Math.sqrt(query.length);
  const mostLength = LARGEST_SUM / (LARGEST_ROW_CODE * root) - root / 2;
  const step = Math.max(largest / MOST, length / mostLength);
  let restSquares = 0;
  for (let k = 0; k < query.length; k++) {
    const code = Math.round(query[k]! / step);
    codes[k] = code;
    restSquares += (query[k]! - step * code) ** 2;
  }
  // A row less the mean is no longer than 1 + |mean|, and |e| no longer than that.
  const rowReach = 2 * (1.001 + Math.sqrt(meanSquares));
  return {
    codes,
    step,
    offset,
    length,
    slack: Math.sqrt(restSquares) * rowReach + ARITHMETIC * (1 + length),
  };
}
