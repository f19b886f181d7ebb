import { join, limb } from '../pixels/distance-field.ts';
import { length2 } from '../pixels/length.ts';
import type { Noise } from '../pixels/noise.ts';
import { mix, smoothstep } from '../pixels/tone.ts';

type Point = readonly [x: number, y: number];
/** The left one, then the right one. */
type Pair = readonly [leftX: number, leftY: number, rightX: number, rightY: number];

/** Joints in metres: x to the right, y up from the floor. */
export interface Pose {
  readonly hip: Point;
  readonly chest: Point;
  readonly head: Point;
  readonly hands: Pair;
  readonly elbows: Pair;
  readonly knees: Pair;
  readonly feet: Pair;
}

/** A leap, from the first step to the landing. */
const POSES: readonly Pose[] = [
  {
    hip: [0, 0.98],
    chest: [0.02, 1.42],
    head: [0.04, 1.72],
    hands: [-0.5, 1.62, 0.52, 1.05],
    elbows: [-0.34, 1.4, 0.33, 1.2],
    knees: [0.02, 0.52, -0.3, 0.62],
    feet: [0, 0.05, -0.66, 0.34],
  },
  {
    hip: [0, 1.14],
    chest: [0.05, 1.57],
    head: [0.09, 1.87],
    hands: [-0.6, 1.9, 0.68, 1.74],
    elbows: [-0.34, 1.62, 0.38, 1.6],
    knees: [0.4, 1.06, -0.4, 1.02],
    feet: [0.86, 0.98, -0.86, 1.06],
  },
  {
    hip: [0, 1.2],
    chest: [-0.03, 1.63],
    head: [-0.07, 1.93],
    hands: [-0.4, 2.22, 0.56, 2.14],
    elbows: [-0.34, 1.88, 0.36, 1.84],
    knees: [0.43, 1.18, -0.42, 1.04],
    feet: [0.9, 1.22, -0.9, 0.98],
  },
  {
    hip: [0, 0.9],
    chest: [0.1, 1.33],
    head: [0.18, 1.62],
    hands: [-0.62, 1.2, 0.62, 1.78],
    elbows: [-0.3, 1.24, 0.42, 1.5],
    knees: [0.26, 0.5, -0.42, 0.56],
    feet: [0.1, 0.05, -0.86, 0.2],
  },
];

/** Poses a second. */
const TEMPO = 1.4;

/** The pose at a moment of the leap. */
export function poseAt(seconds: number): Pose {
  const at = Math.min(POSES.length - 1.001, Math.max(0, seconds * TEMPO));
  const share = smoothstep(0, 1, at - Math.floor(at));
  const a = POSES[Math.floor(at)]!;
  const b = POSES[Math.floor(at) + 1]!;
  const point = (p: Point, q: Point): Point => [mix(p[0], q[0], share), mix(p[1], q[1], share)];
  const pair = (p: Pair, q: Pair): Pair => [
    ...point([p[0], p[1]], [q[0], q[1]]),
    ...point([p[2], p[3]], [q[2], q[3]]),
  ];
  return {
    hip: point(a.hip, b.hip),
    chest: point(a.chest, b.chest),
    head: point(a.head, b.head),
    hands: pair(a.hands, b.hands),
    elbows: pair(a.elbows, b.elbows),
    knees: pair(a.knees, b.knees),
    feet: pair(a.feet, b.feet),
  };
}

/** Signed distances in metres, in the plane of the picture. */
export interface Dancer {
  body(x: number, y: number): number;
  skirt(x: number, y: number): number;
}

export function createDancer(pose: Pose, seconds: number, noise: Noise): Dancer {
  const [hipX, hipY] = pose.hip;
  const [chestX, chestY] = pose.chest;
  const [headX, headY] = pose.head;

  function arm(x: number, y: number, side: -1 | 1): number {
    const i = side < 0 ? 0 : 2;
    const elbowX = pose.elbows[i];
    const elbowY = pose.elbows[i + 1]!;
    const handX = pose.hands[i];
    const handY = pose.hands[i + 1]!;
    const upper = limb(x, y, chestX + side * 0.14, chestY + 0.07, elbowX, elbowY, 0.05, 0.038);
    const lower = limb(x, y, elbowX, elbowY, handX, handY, 0.038, 0.024);
    const hand = length2(x - handX, (y - handY) * 0.7) - 0.027;
    return join(join(upper, lower, 0.03), hand, 0.03);
  }

  function leg(x: number, y: number, side: -1 | 1): number {
    const i = side < 0 ? 0 : 2;
    const kneeX = pose.knees[i];
    const kneeY = pose.knees[i + 1]!;
    const footX = pose.feet[i];
    const footY = pose.feet[i + 1]!;
    const toeX = footX + side * 0.05 + (footX - kneeX) * 0.2;
    const thigh = limb(x, y, hipX - side * 0.04, hipY - 0.02, kneeX, kneeY, 0.1, 0.06);
    const shin = limb(x, y, kneeX, kneeY, footX, footY, 0.064, 0.034);
    const foot = limb(x, y, footX, footY, toeX, footY - 0.05, 0.034, 0.022);
    return join(join(thigh, shin, 0.05), foot, 0.03);
  }

  function body(x: number, y: number): number {
    let d = limb(x, y, hipX, hipY, mix(hipX, chestX, 0.5), mix(hipY, chestY, 0.5), 0.115, 0.085);
    d = join(d, limb(x, y, mix(hipX, chestX, 0.6), mix(hipY, chestY, 0.6), chestX, chestY, 0.088, 0.1), 0.06);
    d = join(d, limb(x, y, chestX - 0.13, chestY + 0.07, chestX + 0.13, chestY + 0.07, 0.055, 0.055), 0.08);
    d = join(d, limb(x, y, chestX, chestY + 0.08, headX, headY - 0.05, 0.048, 0.042), 0.05);
    d = join(d, length2((x - headX) / 0.82, y - headY) - 0.098, 0.03);
    // The knot of hair.
    d = Math.min(d, length2(x - headX + 0.045, y - headY - 0.1) - 0.045);
    for (const side of [-1, 1] as const) d = join(join(d, arm(x, y, side), 0.05), leg(x, y, side), 0.07);
    return d;
  }

  /** Thin cloth that the leap blows out behind. */
  function skirt(x: number, y: number): number {
    const down = hipY + 0.12 - y;
    const flare = 0.09 + 0.9 * Math.max(0, down) - 0.42 * down * down;
    const folds = 0.05 * noise.at(x * 4 + seconds * 3, down * 2) + 0.018 * Math.sin(x * 22 + seconds * 5);
    const trail = 0.3 * down * down;
    return Math.max(Math.abs(x - hipX - trail) - flare - folds, down - 0.68 - folds * 2.6, -down);
  }

  return { body, skirt };
}
