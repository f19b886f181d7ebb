/** Below SQLite's limit of 32,766 and Postgres's of 65,535 variables a statement, with room for other columns. */
const MOST_VALUES = 3000;

export function chunksOf<T>(items: readonly T[], size = MOST_VALUES): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
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
