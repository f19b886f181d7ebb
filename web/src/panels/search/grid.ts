/** How tiles lie: as many of the same width as fit, without a gap at the end of the row. */
export interface GridLayout {
  readonly columns: number;
  /** Width and height of a tile. */
  readonly tilePx: number;
}

export const GAP_PX = 4;
const WISHED_PX = 184;
const LEAST_COLUMNS = 3;

/** @param widthPx room for a row; @param wishedPx width of a tile, about */
export function layoutOf(widthPx: number, wishedPx = WISHED_PX): GridLayout {
  const columns = Math.max(
    wishedPx > WISHED_PX ? 1 : LEAST_COLUMNS,
    Math.round((widthPx + GAP_PX) / (wishedPx + GAP_PX)),
  );
  return { columns, tilePx: Math.max(1, (widthPx - GAP_PX * (columns - 1)) / columns) };
}

/** The smallest thumbnail that is sharp there. */
export function thumbnailPx(tilePx: number, pixelRatio: number): 160 | 320 | 640 {
  const wanted = tilePx * Math.min(2, pixelRatio);
  return wanted <= 170 ? 160 : wanted <= 420 ? 320 : 640;
}
