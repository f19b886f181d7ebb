import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { executorOf } from '../../src/store/sql/sql-store.ts';
import type { Store } from '../../src/store/store.ts';
import { filesBelow } from '../e2e/small-library.ts';

/** All that a run comes to: everything but who did it, and when. */
const TABLES = [
  'file',
  'sidecar',
  'picture',
  'metadata',
  'capture_time',
  'clock_run',
  'proxy',
  'detection',
  'seen_objects',
  'cluster',
  'cluster_member',
  'cluster_identity',
  'description',
  'proposal',
  'quarantined_word',
  'decision',
  'outcome',
] as const;

/** By table the rows, in order, as texts that are equal on every database. */
export async function contentOf(store: Store): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  const there = await tablesOf(store);
  for (const table of TABLES.filter((name) => there.has(name))) {
    const { rows } = await executorOf(store).executeSql(`select * from ${table}`);
    content[table] = rows.map((row) => JSON.stringify(Object.entries(row).sort().map(plain))).sort();
  }
  return content;
}

async function tablesOf(store: Store): Promise<Set<string>> {
  const isFile = (await store.describe()).engine.startsWith('SQLite');
  const { rows } = await executorOf(store).executeSql(
    isFile
      ? "select name from sqlite_master where type = 'table'"
      : "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  return new Set(rows.map(({ name }) => name as string));
}

function plain([name, value]: [string, unknown]): [string, unknown] {
  if (value instanceof Uint8Array) return [name, Buffer.from(value).toString('hex')];
  return [name, typeof value === 'bigint' ? Number(value) : value];
}

/** Of all files below a folder what is in them. */
export const bytesBelow = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (existsSync(folder) ? filesBelow(folder) : [])
      .filter((file) => !file.includes('/.tmp/'))
      .map((file) => [relative(folder, file), createHash('sha1').update(readFileSync(file)).digest('hex')]),
  );
