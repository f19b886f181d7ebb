import { capsule, ellipsoid, join } from '../pixels/distance-field.ts';
import { length2, length3 } from '../pixels/length.ts';
import { clamp01, smoothstep } from '../pixels/tone.ts';

// Unit: the height of a head. The origin lies in the middle of the skull; y up, z towards the camera.

/** Head, hair and shoulders as a signed distance field, the head turned as asked. */
export interface Bust {
  /** Distance to the nearest surface. */
  distance(x: number, y: number, z: number): number;
  /** Whether that surface was hair, at the last call of `distance`. */
  isHair(): boolean;
  /** Share of lip colour, and of the dark of brows and lashes, at a place on the face. */
  makeUp(x: number, y: number, z: number): readonly [lips: number, dark: number];
}

const FAR = 9;
/** Pivot of the head: the top of the neck. */
const PIVOT = 0.35;

/** @param turn to the left, @param nod forwards, both in radians. */
export function createBust(turn: number, nod: number): Bust {
  const cosT = Math.cos(turn);
  const sinT = Math.sin(turn);
  const cosN = Math.cos(nod);
  const sinN = Math.sin(nod);
  let onHair = false;
  // The place in the head's own axes, the face along +z.
  let hx = 0;
  let hy = 0;
  let hz = 0;
  const intoHead = (x: number, y: number, z: number): void => {
    hx = x * cosT + z * sinT;
    const ahead = z * cosT - x * sinT;
    const above = y + PIVOT;
    hy = above * cosN + ahead * sinN - PIVOT;
    hz = ahead * cosN - above * sinN;
  };

  function distance(x: number, y: number, z: number): number {
    intoHead(x, y, z);
    // Far from the head its bounding sphere is near enough.
    const outside = length3(hx, hy + 0.02, hz + 0.1) - 0.66;
    const torso = y > 0.1 ? FAR : body(x, y, z);
    if (outside > 0.15) {
      onHair = false;
      return Math.min(torso, outside);
    }
    const skin = join(face(hx, hy, hz), torso, 0.07);
    const dark = hy < -0.6 ? FAR : hair(hx, hy, hz);
    onHair = dark < skin;
    return onHair ? dark : skin;
  }

  function makeUp(x: number, y: number, z: number): readonly [number, number] {
    intoHead(x, y, z);
    if (hz < 0.16) return [0, 0];
    const side = Math.abs(hx);
    const lips = smoothstep(1.15, 0.7, length2(side / 0.1, (hy + 0.307) / 0.05)) * 0.6;
    const mouth =
      smoothstep(0.085, 0.06, side) *
      smoothstep(0.009, 0.001, Math.abs(hy + 0.301 - side * side * 0.6)) *
      0.8;
    const along = smoothstep(0.125, 0.08, Math.abs(side - 0.15));
    const arch = Math.abs(hy - 0.072 + (side - 0.16) ** 2 * 2.4);
    const brow = along * smoothstep(0.026, 0.004, arch) * 0.75;
    const lash =
      smoothstep(0.075, 0.05, Math.abs(side - 0.13)) *
      smoothstep(0.016, 0.003, Math.abs(hy + 0.083 - (side - 0.13) ** 2 * 5));
    return [lips, clamp01(brow + lash * 0.9 + mouth)];
  }

  return { distance, isHair: () => onHair, makeUp };
}

/** In the head's own axes: the face looks along +z. */
function face(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  let d = ellipsoid(x, y - 0.07, z + 0.06, 0.35, 0.41, 0.42);
  d = join(d, ellipsoid(x, y + 0.16, z - 0.1, 0.255, 0.33, 0.27), 0.14);
  d = join(d, ellipsoid(x, y + 0.4, z - 0.24, 0.1, 0.085, 0.1), 0.13);
  d = join(d, ellipsoid(side - 0.19, y + 0.1, z - 0.2, 0.1, 0.09, 0.1), 0.12);
  // Brow, eye sockets, closed lids.
  d = join(d, capsule(side, y, z, 0.05, 0.045, 0.345, 0.2, 0.045, 0.275, 0.035, 0.03), 0.07);
  d = -join(-d, ellipsoid(side - 0.13, y + 0.045, z - 0.42, 0.085, 0.055, 0.095), 0.06);
  d = join(d, ellipsoid(side - 0.13, y + 0.05, z - 0.245, 0.078, 0.06, 0.075), 0.025);
  // Nose.
  d = join(d, capsule(x, y, z, 0, 0.02, 0.345, 0, -0.13, 0.41, 0.028, 0.04), 0.07);
  d = join(d, ellipsoid(x, y + 0.155, z - 0.405, 0.046, 0.04, 0.05), 0.04);
  d = join(d, ellipsoid(side - 0.045, y + 0.168, z - 0.365, 0.034, 0.028, 0.045), 0.04);
  // Lips.
  d = join(d, ellipsoid(x, y + 0.28, z - 0.33, 0.09, 0.024, 0.045), 0.05);
  d = join(d, ellipsoid(x, y + 0.325, z - 0.322, 0.076, 0.03, 0.046), 0.045);
  return d;
}

/** Combed back over the ears into a knot. */
function hair(x: number, y: number, z: number): number {
  const cap = ellipsoid(x, y - 0.08, z + 0.1, 0.385, 0.44, 0.435);
  const hairline = 0.95 * z - 0.42 * y - 0.1 + 0.22 * Math.abs(x);
  const nape = ellipsoid(x, y + 0.22, z + 0.26, 0.28, 0.24, 0.22);
  const knot = ellipsoid(x, y + 0.02, z + 0.58, 0.17, 0.18, 0.15);
  const strands = 0.006 * Math.sin(26 * Math.atan2(y - 0.05, x) + 9 * z) * smoothstep(0.18, -0.1, z);
  return join(join(Math.max(cap + strands, hairline), nape + strands, 0.1), knot + strands, 0.07);
}

function body(x: number, y: number, z: number): number {
  // Rounded in the middle, or the two halves meet in a crease.
  const side = Math.sqrt(x * x + 0.004);
  let d = capsule(x, y, z, 0, -0.3, -0.06, 0, -0.78, -0.12, 0.165, 0.18);
  d = join(d, capsule(side, y, z, 0.04, -0.76, -0.14, 0.66, -0.99, -0.12, 0.13, 0.17), 0.2);
  d = join(d, ellipsoid(x, y + 1.5, z + 0.1, 0.55, 0.72, 0.28), 0.22);
  d = join(d, capsule(side, y, z, 0.7, -1.02, -0.12, 0.78, -1.8, -0.1, 0.165, 0.13), 0.1);
  // Collar bones.
  d = join(d, capsule(side, y, z, 0.06, -0.93, 0.05, 0.5, -0.88, -0.03, 0.03, 0.03), 0.12);
  return d;
}
