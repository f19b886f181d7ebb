import { type CosineDistances, cosineDistances } from './cosine-distances.ts';

/**
 * Single linkage cut at a distance: points are in one group where a chain of points joins them, each step no
 * longer than `threshold`. These are the connected components of the graph of all pairs at most `threshold`
 * apart (J. C. Gower, G. J. S. Ross: Minimum spanning trees and single linkage cluster analysis, 1969).
 *
 * @param vectors n×dimensions unit vectors, row-major
 * @param threshold cosine distance, 0 to 2; a pair exactly so far apart is joined
 * @returns n labels 0, 1, …, numbered by their first member
 */
export function singleLinkage(vectors: Float32Array, dimensions: number, threshold: number): Int32Array {
  // Each pair is asked for at most twice: no need to keep the distances.
  const distances = cosineDistances(vectors, dimensions, 0);
  return singleLinkageOfDistances(
    distances,
    Int32Array.from({ length: distances.count }, (_, i) => i),
    threshold,
  );
}

/**
 * The same among some of the points. O(m²) distances for m points, O(m) memory.
 *
 * @param points m different indices into `distances`
 * @returns m labels; the k-th is that of points[k]
 */
export function singleLinkageOfDistances(
  distances: CosineDistances,
  points: Int32Array,
  threshold: number,
): Int32Array {
  const labels = new Int32Array(points.length).fill(-1);
  /** Points without a group: their index and their place in `points`. Order is kept. */
  const free = points.slice();
  const place = Int32Array.from({ length: points.length }, (_, i) => i);
  const row = new Float64Array(points.length);
  let size = points.length;

  const takeFirst = (): number => {
    const first = place[0]!;
    free.copyWithin(0, 1, size);
    place.copyWithin(0, 1, size);
    size--;
    return first;
  };

  for (let label = 0; size > 0; label++) {
    const waiting = [takeFirst()];
    for (let k = waiting.pop(); k !== undefined; k = waiting.pop()) {
      labels[k] = label;
      distances.fill(points[k]!, free, size, row);
      let kept = 0;
      for (let f = 0; f < size; f++) {
        if (row[f]! <= threshold) {
          waiting.push(place[f]!);
        } else {
          free[kept] = free[f]!;
          place[kept] = place[f]!;
          kept++;
        }
      }
      size = kept;
    }
  }
  return labels;
}
