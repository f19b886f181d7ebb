import type { PlotBins } from './date-plot.ts';

/**
 * Bins as text: how far each is from the one before, and after a point the count where it is more than one, in base
 * 36. Half a million photos become some hundred kilobytes. The page's `decodeBins` reads it.
 */
export function encodeBins(bins: PlotBins): string {
  let before = 0;
  return bins
    .map(([bin, photos]) => {
      const step = (bin - before).toString(36);
      before = bin;
      return photos === 1 ? step : `${step}.${photos.toString(36)}`;
    })
    .join(',');
}
