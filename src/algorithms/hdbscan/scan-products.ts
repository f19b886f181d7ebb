/** Columns are looked at by fours: one comparison with the lowest threshold of the four, and mostly no other. */
const GROUP = 4;

/** For every four columns the lowest of their thresholds; what is left over is a group of its own. */
export function lowestOfGroups(thresholds: Float32Array): Float32Array {
  const lowest = new Float32Array(Math.ceil(thresholds.length / GROUP)).fill(Number.POSITIVE_INFINITY);
  for (let c = 0; c < thresholds.length; c++) {
    const group = (c / GROUP) | 0;
    if (thresholds[c]! < lowest[group]!) lowest[group] = thresholds[c]!;
  }
  return lowest;
}

/** A row of a tile: `products[start]` is that of column 0. */
export interface ProductRow {
  readonly products: Float32Array;
  readonly start: number;
}

/**
 * Calls `visit` with the column of every value of a row that is above the row's threshold or above its column's.
 * Nearly none is: the loop is made for that, at less than a nanosecond a value.
 *
 * @param first columns before it are left out
 * @param columns one threshold a column
 * @param lowest `lowestOfGroups(columns)`
 */
export function scanRow(
  { products, start }: ProductRow,
  first: number,
  own: number,
  columns: Float32Array,
  lowest: Float32Array,
  visit: (column: number, value: number) => void,
): void {
  const width = columns.length;
  let group = (first / GROUP) | 0;
  let c = group * GROUP;
  for (; c + GROUP <= width; c += GROUP, group++) {
    const low = lowest[group]!;
    const least = Math.min(own, low);
    const at = start + c;
    if (
      products[at]! > least ||
      products[at + 1]! > least ||
      products[at + 2]! > least ||
      products[at + 3]! > least
    ) {
      for (let k = Math.max(c, first); k < c + GROUP; k++) {
        const value = products[start + k]!;
        if (value > own || value > columns[k]!) visit(k, value);
      }
    }
  }
  for (let k = Math.max(c, first); k < width; k++) {
    const value = products[start + k]!;
    if (value > own || value > columns[k]!) visit(k, value);
  }
}

/**
 * The largest values of a row of `width` columns, descending, into `best`, whatever was in it; -Infinity for those
 * that there are not.
 *
 * @param without a column that does not count, -1 for none
 * @returns the column of the largest
 */
export function largestOfRow(
  { products, start }: ProductRow,
  width: number,
  without: number,
  best: Float32Array,
): number {
  const last = best.length - 1;
  best.fill(Number.NEGATIVE_INFINITY);
  let column = -1;
  let least = best[last]!;
  for (let c = 0; c < width; c += GROUP) {
    const at = start + c;
    const end = Math.min(c + GROUP, width);
    if (
      end === c + GROUP &&
      products[at]! <= least &&
      products[at + 1]! <= least &&
      products[at + 2]! <= least &&
      products[at + 3]! <= least
    ) {
      continue;
    }
    for (let k = c; k < end; k++) {
      const value = products[start + k]!;
      if (value <= least || k === without) continue;
      if (value > best[0]!) column = k;
      let place = last;
      for (; place > 0 && best[place - 1]! < value; place--) best[place] = best[place - 1]!;
      best[place] = value;
      least = best[last]!;
    }
  }
  return column;
}
