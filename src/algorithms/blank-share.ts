/** Shrinking and colour conversion move the values of an area of one colour by no more than this. */
const TOLERANCE = 3;

/**
 * Share of the rows at the bottom of a picture that have one colour each: what a decoder fills in where the data of a
 * picture ends early.
 * @param rgb 8 bits, three bytes a pixel, row by row.
 * @returns 0 to 1.
 */
export function blankShare(rgb: Uint8Array, widthPx: number, heightPx: number): number {
  const rowBytes = widthPx * 3;
  for (let y = heightPx - 1; y >= 0; y--)
    if (!isOneColour(rgb.subarray(y * rowBytes, (y + 1) * rowBytes))) return (heightPx - 1 - y) / heightPx;
  return 1;
}

const isOneColour = (row: Uint8Array): boolean =>
  row.every((value, byte) => Math.abs(value - row[byte % 3]!) <= TOLERANCE);
