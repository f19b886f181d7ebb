import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** A hash of each table's rows, whatever their order: equal libraries have equal hashes. */
export function tableHashes(file: string, queries: readonly string[]): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return queries.map((query) => {
      const rows = [...database.prepare(query).iterate()].map((row) => JSON.stringify(row));
      return createHash('sha1').update(rows.sort().join('\n')).digest('hex');
    });
  } finally {
    database.close();
  }
}
