/**
 * The vector at unit length, in place.
 * @returns null where it has no direction: all zero, or numbers that are none
 */
export function unitVector<Vector extends Float32Array>(vector: Vector): Vector | null {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (!(sum > 0) || !Number.isFinite(sum)) return null;
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i]! *= scale;
  return vector;
}
