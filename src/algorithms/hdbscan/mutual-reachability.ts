import type { CosineDistances } from '../cosine-distances.ts';

/**
 * Step 2. Mutual reachability distance of a and b: max(core(a), core(b), d(a, b)). Dense places stay as they
 * are, points in sparse places are pushed away from everything (Campello, Moulavi, Sander 2013, definition 3).
 *
 * @param resolution distances below it count as it: differences too small to mean anything
 * @returns distances with the same interface, computed row by row
 */
export function mutualReachability(
  distances: CosineDistances,
  core: Float64Array,
  resolution: number,
): CosineDistances {
  return {
    count: distances.count,
    fill(from, to, size, out) {
      distances.fill(from, to, size, out);
      const own = Math.max(core[from]!, resolution);
      for (let k = 0; k < size; k++) {
        out[k] = Math.max(out[k]!, core[to[k]!]!, own);
      }
    },
  };
}
