import type { ImageDetail, ImageTokenRule, PictureSize } from '../../domain/vision.ts';

/** Of the patch rule. */
const PATCH_PX = 32;
const MOST_PATCHES = 1536;
/** Of the tile rule. */
const TILE_PX = 512;
const FITS_INTO_PX = 2048;
const SHORT_EDGE_PX = 768;
/** Qwen2-VL and its kin merge 28 px squares into one token: near enough for a rate limit of a free server. */
const FREE_PATCH_PX = 28;

/**
 * Tokens of one picture as OpenAI documents them ("Images and vision", section "Calculating costs",
 * platform.openai.com/docs/guides/images-vision; from quotations of it, read on 2026-11-26: see docs/vision.md).
 *
 * Tiles: in low detail `base` alone; else the picture is fitted into 2048 px, its short edge is brought down to 768 px, and
 * each 512 px square it touches costs `tile`. It is not enlarged: 128 × 64 px measured base + one tile.
 * Patches: 32 px squares that cover it, scaled down to 1536 of them, times the model's factor.
 */
export function imageTokens(
  rule: ImageTokenRule,
  { widthPx, heightPx }: PictureSize,
  detail: ImageDetail,
): number {
  switch (rule.kind) {
    case 'tiles': {
      if (detail === 'low') return rule.base;
      const fit = Math.min(1, FITS_INTO_PX / Math.max(widthPx, heightPx));
      const shorter = Math.min(widthPx, heightPx) * fit;
      const scale = fit * Math.min(1, SHORT_EDGE_PX / shorter);
      const tiles = squares(widthPx * scale, TILE_PX) * squares(heightPx * scale, TILE_PX);
      return rule.base + rule.tile * tiles;
    }
    case 'patches': {
      const patches = squares(widthPx, PATCH_PX) * squares(heightPx, PATCH_PX);
      return Math.ceil(Math.min(MOST_PATCHES, patches) * rule.multiplier);
    }
    case 'free':
      return squares(widthPx, FREE_PATCH_PX) * squares(heightPx, FREE_PATCH_PX);
  }
}

/** Rounded first: 512.0000001 px of a scaled edge are one tile. */
const squares = (edgePx: number, squarePx: number): number =>
  Math.max(1, Math.ceil(Math.round(edgePx) / squarePx));

export interface PictureForm {
  readonly longEdgePx: number;
  readonly detail: ImageDetail;
}

/** What a tag needs to be seen: 512 px tell a cathedral from a church. */
const CHEAP_EDGE_PX = 512;
const FREE_EDGE_PX = 1024;

/**
 * The form in which a picture costs least and still shows what there is to tag.
 * @param wantedEdgePx config `ai_tagging.image_edge`; 0 leaves the choice to the rule
 */
export function pictureForm(rule: ImageTokenRule, wantedEdgePx: number): PictureForm {
  const longEdgePx = wantedEdgePx || (rule.kind === 'free' ? FREE_EDGE_PX : CHEAP_EDGE_PX);
  if (rule.kind !== 'tiles') return { longEdgePx, detail: null };
  // In low detail the service itself makes 512 px of any picture: sending more would be for nothing.
  return { longEdgePx, detail: longEdgePx <= CHEAP_EDGE_PX ? 'low' : 'high' };
}
