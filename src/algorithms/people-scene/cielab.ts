import type { LabColour } from '../../domain/person-scene.ts';

/** sRGB's transfer function (IEC 61966-2-1), for each of 256 values. */
const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** CIE 15:2004: from sRGB through XYZ, white of D65. */
export function labOf(red: number, green: number, blue: number): LabColour {
  const [r, g, b] = [LINEAR[red]!, LINEAR[green]!, LINEAR[blue]!];
  const x = cubeRoot((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = cubeRoot(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = cubeRoot((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const cubeRoot = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);

export const chromaOf = ([, a, b]: LabColour): number => Math.hypot(a, b);

/** Degrees, 0 to 360: 0 is red, 90 yellow, 180 green, 270 blue. */
export const hueOf = ([, a, b]: LabColour): number => ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;

/** CIE 1976 colour difference. */
export const differenceOf = (one: LabColour, other: LabColour): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
