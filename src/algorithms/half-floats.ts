/**
 * Vectors as IEEE 754 half floats: two bytes a number, eleven significant bits. Of a unit vector no component is
 * off by more than 2⁻¹² of itself (2⁻²⁵ below 6·10⁻⁵), so that a cosine moves by less than 0.0003.
 */

/** A component of a unit vector is at most one; this is the largest half float. */
const LARGEST_HALF = 65_504;

/**
 * The nearest half float of each number, ties to the even one.
 * @returns little-endian, as typed arrays are on every system that Node runs on
 * @throws RangeError where a number is not finite, or beyond what a half float can hold
 */
export function toHalves(vector: Float32Array): Uint8Array<ArrayBuffer> {
  for (const value of vector) {
    if (!(Math.abs(value) <= LARGEST_HALF)) throw new RangeError(`${value} is no component of a vector`);
  }
  return new Uint8Array(Float16Array.from(vector).buffer);
}

/**
 * The vector that half floats stand for: brought to unit length again, which rounding took it from by some 0.0001.
 * Zeros stay zeros. This is the one way back, so that two readers never differ in a bit.
 */
export function unitVectorOf(halves: Uint8Array): Float32Array<ArrayBuffer> {
  // A copy where the bytes don't lie at an even address.
  const aligned = halves.byteOffset % 2 === 0 ? halves : halves.slice();
  const values = new Float16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 2);
  const vector = new Float32Array(values);
  let squares = 0;
  for (let k = 0; k < vector.length; k++) squares += vector[k]! * vector[k]!;
  if (squares === 0) return vector;
  const inverse = 1 / Math.sqrt(squares);
  for (let k = 0; k < vector.length; k++) vector[k] = vector[k]! * inverse;
  return vector;
}
