/** A picture of chirps, in which every mistake of a resize shows. golden-squares.py makes the same. */
export function madePicture(widthPx: number, heightPx: number): Uint8Array {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      for (let c = 0; c < 3; c++) {
        rgb[at++] = Math.floor((x * x * 3 + y * y * 5 + x * y * (c + 1)) / 16 + c * 97 + x + 2 * y) % 256;
      }
    }
  }
  return rgb;
}
