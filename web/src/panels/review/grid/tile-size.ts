import { Kept } from '../../../state/kept.ts';

/** Widths that tiles are wished to have, smallest first; a row takes as many as fit. */
export const TILE_SIZES_PX = [88, 124, 168, 228, 312] as const;

/** Kept by this browser: a place in the list above. */
export const tileSize = new Kept<'0' | '1' | '2' | '3' | '4'>('review-tiles', ['0', '1', '2', '3', '4'], '2');

export function resizeTiles(step: number): void {
  const next = Math.max(0, Math.min(TILE_SIZES_PX.length - 1, Number(tileSize.value) + step));
  tileSize.set(String(next) as typeof tileSize.value);
}
