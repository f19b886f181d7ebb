/** Between two edges, 0 to 1, without a corner. `from` may be greater than `to`. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

export const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

export const clamp01 = (x: number): number => Math.min(Math.max(x, 0), 1);

/** 1 between `from` and `to`, with edges `soft` wide: a line or a window that does not alias. */
export const band = (from: number, to: number, soft: number, x: number): number =>
  clamp01((x - from) / soft + 0.5) * clamp01((to - x) / soft + 0.5);

export type Rgb = readonly [number, number, number];

const linear = (byte: number): number => {
  const s = byte / 255;
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
};

/** `#rrggbb` as linear light. */
export function colour(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [linear(value >> 16), linear((value >> 8) & 255), linear(value & 255)];
}

/** Colours along a line from 0 to 1, looked up in a table of 1,024 steps. */
export function ramp(stops: readonly (readonly [number, string])[]): (t: number, out: Float64Array) => void {
  const size = 1024;
  const table = new Float32Array(3 * size);
  const points = stops.map(([t, hex]) => ({ t, rgb: colour(hex) }));
  for (let i = 0; i < size; i++) {
    const t = i / (size - 1);
    const after = points.findIndex((p) => p.t >= t);
    const b = points[after === -1 ? points.length - 1 : after]!;
    const a = points[after === -1 ? points.length - 1 : Math.max(0, after - 1)]!;
    const share = b.t === a.t ? 0 : smoothstep(a.t, b.t, t);
    for (let c = 0; c < 3; c++) table[3 * i + c] = mix(a.rgb[c]!, b.rgb[c]!, share);
  }
  return (t, out) => {
    const at = 3 * Math.round(clamp01(t) * (size - 1));
    out[0] = table[at]!;
    out[1] = table[at + 1]!;
    out[2] = table[at + 2]!;
  };
}

/** Lays a colour over `out` with `share` of its own. */
export function over(out: Float64Array, [r, g, b]: Rgb, share: number): void {
  out[0]! += (r - out[0]!) * share;
  out[1]! += (g - out[1]!) * share;
  out[2]! += (b - out[2]!) * share;
}

/** Adds light. */
export function glow(out: Float64Array, [r, g, b]: Rgb, amount: number): void {
  out[0]! += r * amount;
  out[1]! += g * amount;
  out[2]! += b * amount;
}
