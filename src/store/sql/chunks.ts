/** Below SQLite's limit of 32,766 and Postgres's of 65,535 variables a statement, with room for other columns. */
const MOST_VALUES = 2048;

/**
 * Pieces of `size` items, then the rest in powers of two: a statement's text depends on how many rows it has, and so
 * there are a dozen texts of each and not two thousand. Statements stay prepared, and few hold on to the values that
 * they were last run with.
 */
export function chunksOf<T>(items: readonly T[], size = MOST_VALUES): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; ) {
    const left = items.length - start;
    const next = left >= size ? size : 2 ** Math.floor(Math.log2(left));
    chunks.push(items.slice(start, start + next));
    start += next;
  }
  return chunks;
}

/** Runs a query for a long list of keys piece by piece. */
export async function inChunks<Key, Row>(
  keys: readonly Key[],
  query: (keys: Key[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(keys)) {
    for (const row of await query(chunk)) rows.push(row);
  }
  return rows;
}
