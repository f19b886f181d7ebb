/**
 * Share of the variance that lies between the two groups in a histogram without any groups: for the uniform
 * distribution, cut in its middle, it is exactly 3/4 (1/16 of 1/12). Less is one hump.
 */
const NO_GROUPS = 0.75;

/** Distance of the groups' means from which contrast counts fully: half of the scale from black to white. */
const FULL_CONTRAST = 0.5;

/**
 * How far a histogram stands apart in a dark and a bright group: studio light on a black background has two
 * groups with little between them, dusk has one long slope.
 *
 * Otsu's threshold (A Threshold Selection Method from Gray-Level Histograms, 1979) splits the histogram where the
 * share of variance between the groups is largest. That share, from that of a uniform histogram (0) to that of
 * two single values (1), times the contrast of the groups' means.
 * @param histogram pixels per luminance step, 256 counts.
 * @returns 0 to 1; 0 for a picture of one value.
 */
export function highlightBimodality(histogram: Uint32Array): number {
  const total = moments(histogram, 0, 256);
  const mean = total.sum / total.count;
  const variance = total.squares / total.count - mean * mean;
  if (!(variance > 0)) return 0;

  let best = { between: 0, distance: 0 };
  let count = 0;
  let sum = 0;
  for (let step = 0; step < 255; step++) {
    count += histogram[step]!;
    sum += histogram[step]! * step;
    if (count === 0 || count === total.count) continue;
    const share = count / total.count;
    const distance = (total.sum - sum) / (total.count - count) - sum / count;
    const between = share * (1 - share) * distance * distance;
    if (between > best.between) best = { between, distance };
  }
  const apart = Math.max(0, (best.between / variance - NO_GROUPS) / (1 - NO_GROUPS));
  return Math.min(1, apart) * Math.min(1, best.distance / 255 / FULL_CONTRAST);
}

function moments(histogram: Uint32Array, from: number, to: number) {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let step = from; step < to; step++) {
    const pixels = histogram[step]!;
    count += pixels;
    sum += pixels * step;
    squares += pixels * step * step;
  }
  return { count, sum, squares };
}
