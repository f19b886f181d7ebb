/** A number in [0, 1) that belongs to two whole numbers, for "is this window lit" without a table. */
export function hash2(x: number, y: number, seed = 0): number {
  let h =
    Math.imul(x | 0, 0x27d4eb2d) ^
    Math.imul((y | 0) + 0x165667b1, 0x85ebca6b) ^
    Math.imul(seed | 0, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}
