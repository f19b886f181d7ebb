import type { Box } from '../domain/detection.ts';

/** Area of the overlap by area of the union, 0 to 1 (Jaccard index). */
export function intersectionOverUnion(a: Box, b: Box): number {
  const shared = overlapArea(a, b);
  if (shared === 0) return 0;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Greedy non-maximum suppression: best score first, each box that overlaps a kept one more than `limit` goes. */
export function suppressOverlaps<Found extends { readonly score: number; readonly box: Box }>(
  found: readonly Found[],
  limit: number,
): Found[] {
  const kept: Found[] = [];
  for (const candidate of found.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some((other) => intersectionOverUnion(other.box, candidate.box) > limit)) kept.push(candidate);
  }
  return kept;
}

/** The part of a box that lies inside the picture; null where nothing does. */
export function clipToPicture(box: Box): Box | null {
  const x = Math.max(0, box.x);
  const y = Math.max(0, box.y);
  const width = Math.min(1, box.x + box.width) - x;
  const height = Math.min(1, box.y + box.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
