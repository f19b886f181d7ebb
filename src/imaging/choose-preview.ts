/** Proportions of two sizes of one picture differ by rounding and by a few rows that a preview leaves out. */
const SAME_PROPORTIONS = 0.03;

interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * The preview that a proxy is made from: the smallest with a long edge of at least `minimumPx`, because a file
 * with a 1,616 px and a 6,000 px JPEG gives the same 1,024 px from the former in a fifth of the time. Previews of
 * other proportions than the largest are passed over: makers pad small ones with black bars.
 * @returns undefined where none is large enough.
 */
export function choosePreview<Preview extends Size>(
  previews: readonly Preview[],
  minimumPx: number,
): Preview | undefined {
  const bySize = previews
    .filter((preview) => longEdge(preview) >= minimumPx)
    .sort((a, b) => longEdge(a) - longEdge(b));
  const largest = bySize.at(-1);
  return bySize.find(
    (preview) => Math.abs(proportions(preview) / proportions(largest!) - 1) < SAME_PROPORTIONS,
  );
}

/**
 * The orientation to apply to a preview. Cameras store previews as the sensor lay, so it is the RAW's; but where
 * the RAW is to be turned by a quarter and the preview already stands the other way than the RAW data, somebody
 * has turned its pixels.
 * @param orientation EXIF orientation of the RAW, 1 to 8.
 */
export function orientationOfPreview(orientation: number, raw: Size, preview: Size): number {
  const quarterTurn = orientation >= 5;
  const rawLiesWide = raw.widthPx > raw.heightPx;
  const previewLiesWide = preview.widthPx > preview.heightPx;
  const known = raw.widthPx > 0 && raw.widthPx !== raw.heightPx && preview.widthPx !== preview.heightPx;
  return known && quarterTurn && rawLiesWide !== previewLiesWide ? 1 : orientation;
}

export const longEdge = ({ widthPx, heightPx }: Size): number => Math.max(widthPx, heightPx);

/** Long over short edge, the same upright and on its side. */
const proportions = ({ widthPx, heightPx }: Size): number =>
  Math.max(widthPx, heightPx) / Math.max(1, Math.min(widthPx, heightPx));
