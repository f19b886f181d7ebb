import type { Candidates } from './candidates.ts';

export interface Scored<Item> {
  readonly item: Item;
  readonly score: number;
}

export interface ExactRequest<Item> {
  readonly candidates: Candidates;
  readonly count: number;
  /** The exact product of each row with the query; rows that may not be found are left out. */
  score(rows: readonly number[]): Promise<readonly Scored<Item>[]>;
  /** Of two items with the same product, which comes first. */
  compare(one: Item, other: Item): number;
}

/** Rows asked for at first; twice as many each time after. */
const FIRST = 128;

/**
 * The `count` items of largest product, largest first. Candidates are looked at in the order of their upper bounds,
 * and no further once the next bound is below the `count`-th product found (Fagin, Lotem, Naor: Optimal aggregation
 * algorithms for middleware, 2003, in its simplest form).
 */
export async function exactNearest<Item>(request: ExactRequest<Item>): Promise<Scored<Item>[]> {
  const { candidates, count, score, compare } = request;
  let best: Scored<Item>[] = [];
  let size = FIRST;
  for (let start = 0; start < candidates.rows.length; ) {
    const last = best.length < count ? -Infinity : best.at(-1)!.score;
    if (candidates.uppers[start]! < last) break;
    const end = Math.min(start + size, candidates.rows.length);
    best.push(...(await score([...candidates.rows.subarray(start, end)])));
    best.sort((a, b) => b.score - a.score || compare(a.item, b.item));
    best = best.slice(0, count);
    start = end;
    size *= 2;
  }
  return best;
}

/** In double arithmetic. */
export function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
