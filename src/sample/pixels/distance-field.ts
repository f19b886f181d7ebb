import { length2, length3 } from './length.ts';
import { clamp01, mix } from './tone.ts';

// Signed distances: negative inside, positive outside.

/** Smooth minimum of two distances (Quilez), rounded over `k`. */
export function join(a: number, b: number, k: number): number {
  const h = Math.max(0, k - Math.abs(a - b)) / k;
  return Math.min(a, b) - h * h * k * 0.25;
}

/** An ellipsoid around the origin (Quilez's bound: exact on the surface, close to it near by). */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const k0 = length3(x / rx, y / ry, z / rz);
  const k1 = length3(x / (rx * rx), y / (ry * ry), z / (rz * rz));
  return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
}

/** A rod with round ends that tapers from `ra` to `rb`. */
export function capsule(
  x: number,
  y: number,
  z: number,
  ax: number,
  ay: number,
  az: number,
  bx: number,
  by: number,
  bz: number,
  ra: number,
  rb: number,
): number {
  const ux = bx - ax;
  const uy = by - ay;
  const uz = bz - az;
  const t = clamp01(((x - ax) * ux + (y - ay) * uy + (z - az) * uz) / (ux * ux + uy * uy + uz * uz));
  return length3(x - ax - ux * t, y - ay - uy * t, z - az - uz * t) - mix(ra, rb, t);
}

/** Distance to a limb that tapers from `ra` to `rb`, negative inside; lengths in metres. */
export function limb(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  ra: number,
  rb: number,
): number {
  const ux = bx - ax;
  const uy = by - ay;
  const t = clamp01(((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy));
  return length2(x - ax - ux * t, y - ay - uy * t) - mix(ra, rb, t);
}
