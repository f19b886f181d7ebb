import { setImmediate as otherWork } from 'node:timers/promises';
import { encodeQuery } from '../algorithms/nearest/query-codes.ts';
import { BLOCK_ROWS } from './code-memory.ts';
import type { RowTable } from './row-table.ts';
import type { AllScores } from './vector-index.ts';

/** Blocks scanned before other work is let in: some ten milliseconds. */
const BLOCKS_AT_ONCE = 64;
/** Half a step of float32, relative: what a product loses where it is kept. */
const FLOAT32_STEP = 2 ** -24;

/**
 * The product of every row that is still there with every query, from the codes alone: row = mean + scale · codes + e,
 * so that a product is off by no more than |query| · |e| and what the query's own codes leave out (query-codes.ts).
 */
export async function scoreAllRows(
  table: RowTable | null,
  queries: readonly Float32Array[],
): Promise<AllScores> {
  const rows = table === null ? 0 : table.length - table.goneCount;
  const ids = new Float64Array(rows);
  const errors = new Float32Array(rows);
  const products = queries.map(() => new Float32Array(rows));
  if (table === null || rows === 0) return { ids, products, bound: () => 0 };
  const coded = queries.map((query) => encodeQuery(query, table.mean, table.codes.stride));
  let next = 0;
  for (let from = 0, block = 1; from < table.length; from += BLOCK_ROWS, block++) {
    const count = Math.min(BLOCK_ROWS, table.length - from);
    let end = next;
    for (let row = from; row < from + count; row++) {
      if (table.gone[row] !== 0) continue;
      ids[end] = table.ids[row]!;
      errors[end++] = table.errors[row]!;
    }
    coded.forEach(({ codes, step, offset }, query) => {
      const sums = table.codes.products(from, count, codes);
      const target = products[query]!;
      const { scales, gone } = table;
      for (let i = 0, at = next; i < count; i++) {
        if (gone[from + i] === 0) target[at++] = offset + step * scales[from + i]! * sums[i]!;
      }
    });
    next = end;
    if (block % BLOCKS_AT_ONCE === 0) await otherWork();
  }
  // No product is longer than the query, as rows are unit vectors; what is kept may be longer by the error itself.
  const reaches = coded.map(({ length, slack }) => ({ length, slack: slack + 2 * length * FLOAT32_STEP }));
  return {
    ids,
    products,
    bound: (query, row) => reaches[query]!.length * errors[row]! + reaches[query]!.slack,
  };
}
