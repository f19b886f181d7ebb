import type { CosineDistances } from '../cosine-distances.ts';

/**
 * Step 1. The core distance of a point: the distance to its `minSamples`-th nearest other point. Small where
 * the data is dense.
 *
 * The point itself does not count, as in scikit-learn-contrib hdbscan (Campello, Moulavi, Sander 2013 count
 * it: their m_pts is minSamples + 1). With fewer than `minSamples` others it is the farthest one's distance.
 *
 * Each pair is asked for once; memory n × minSamples.
 *
 * @returns n distances; 0 for a point without others or with minSamples 0
 */
export function coreDistances(distances: CosineDistances, minSamples: number): Float64Array {
  const { count } = distances;
  const kept = Math.min(minSamples, count - 1);
  if (kept < 1) return new Float64Array(count);

  /** The `kept` smallest distances of each point so far, ascending. */
  const nearest = new Float64Array(count * kept).fill(Number.POSITIVE_INFINITY);
  const offer = (point: number, distance: number): void => {
    const first = point * kept;
    let place = first + kept - 1;
    if (distance >= nearest[place]!) return;
    for (; place > first && nearest[place - 1]! > distance; place--) nearest[place] = nearest[place - 1]!;
    nearest[place] = distance;
  };

  const all = Int32Array.from({ length: count }, (_, i) => i);
  const row = new Float64Array(count);
  for (let i = 0; i < count - 1; i++) {
    const later = all.subarray(i + 1);
    distances.fill(i, later, later.length, row);
    for (let k = 0; k < later.length; k++) {
      offer(i, row[k]!);
      offer(i + 1 + k, row[k]!);
    }
  }
  return Float64Array.from({ length: count }, (_, i) => nearest[i * kept + kept - 1]!);
}
