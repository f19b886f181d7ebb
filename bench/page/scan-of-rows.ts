import { DatabaseSync } from 'node:sqlite';

/** What a search without distinct names would do: every row of tags is compared. Over a connection of its own. */
export async function likeOverAllRows(
  database: string,
  pattern: string,
): Promise<{ millis: number; rows: number }> {
  const connection = new DatabaseSync(database, { readOnly: true });
  try {
    const rows = Number(connection.prepare('select count(*) as rows from proposal').get()!.rows);
    const start = performance.now();
    connection.prepare('select distinct sha1 from proposal where name like ? limit 300').all(pattern);
    // The limit ends it early where many match: all of it is counted, as the page says how many there are.
    connection.prepare('select count(distinct sha1) as photos from proposal where name like ?').get(pattern);
    return { millis: performance.now() - start, rows };
  } finally {
    connection.close();
  }
}
