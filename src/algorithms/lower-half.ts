/**
 * Middle of some numbers, and their standard deviation judged by how far the lower ones lie from it: what lies far above,
 * the few pictures that a text is about, changes neither.
 */
export function lowerHalf(values: readonly number[]): { centre: number; spread: number } {
  if (values.length === 0) return { centre: 0, spread: 1 };
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const centre = at(0.5);
  // 15.87 % of a normal distribution lie more than one standard deviation below the middle.
  const spread = centre - at(0.1587);
  return { centre, spread: spread > 0 ? spread : Math.max(1e-9, Math.abs(centre) * 1e-6) };
}
