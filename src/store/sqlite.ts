import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { migrationProvider } from './sql/migrations/index.ts';
import { migrate, sqlStore } from './sql/sql-store.ts';
import type { Tables } from './sql/tables.ts';
import { PLAIN_VECTORS } from './sql/vector-column.ts';
import type { Store } from './store.ts';

/** Another program may hold the file for a moment; longer than this is a real problem. */
const BUSY_MILLIS = 10_000;

/**
 * Keys are hashes, so that a batch changes pages all over the tables: with SQLite's own 2 MB of cache and a log of
 * 4 MB each page is read and written many times. 64 MB of each take a quarter off a run over 500,000 photos.
 */
const PRAGMAS = `pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;
  pragma cache_size = -65536; pragma wal_autocheckpoint = 16384;`;

/**
 * Opens or makes the database file: WAL, so that readers do not wait for the writer.
 * Throws STORE_UNUSABLE with the cause where the file is not a database, not writable or from a newer version.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: BUSY_MILLIS });
    database.exec(PRAGMAS);
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
    await migrate(db, migrationProvider);
    return sqlStore(db, {
      vectors: PLAIN_VECTORS,
      transaction: (durable, work) =>
        durable
          ? db
              .connection()
              .execute((connection) => durably(database, () => connection.transaction().execute(work)))
          : db.transaction().execute(work),
      lock: async () => ({ lost: new AbortController().signal, release: async () => {} }),
      describe: async () => ({
        address: file,
        engine: `SQLite ${versionOf(database)}`,
        vectors: 'half floats',
      }),
      cutConnections: () => {},
      close: () => db.destroy(),
    });
  } catch (cause) {
    throw new PhotoTagError('STORE_UNUSABLE', `The database ${file} cannot be used: ${messageOf(cause)}`, {
      file,
      cause,
      remedy:
        'Check that the folder can be written and has space. A damaged database may be moved aside: tags in sidecars stay, and a new run finds everything again.',
    });
  }
}

/** The log that commits go to is synced with each commit, not only before a checkpoint. */
async function durably<Result>(database: DatabaseSync, work: () => Promise<Result>): Promise<Result> {
  // Not through Kysely: this pragma takes effect when it is prepared, and prepared statements are kept.
  database.exec('pragma synchronous = full');
  try {
    return await work();
  } finally {
    database.exec('pragma synchronous = normal');
  }
}

const versionOf = (database: DatabaseSync): string =>
  String(database.prepare('select sqlite_version() as version').get()?.version);
