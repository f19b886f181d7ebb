import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { migrationProvider } from './sql/migrations/index.ts';
import { migrate, NewerSchemaError, sqlStore } from './sql/sql-store.ts';
import type { Tables } from './sql/tables.ts';
import { PLAIN_VECTORS } from './sql/vector-column.ts';
import { upgradeInTurn } from './sqlite-backup/upgrade-copy.ts';
import type { Store } from './store.ts';

/** Another program may hold the file for a moment; longer than this is a real problem. */
const BUSY_MILLIS = 10_000;

/**
 * Keys are hashes, so that a batch changes pages all over the tables: with SQLite's own 2 MB of cache and a log of
 * 4 MB each page is read and written many times. 64 MB of each take a quarter off a run over 500,000 photos.
 */
const PRAGMAS = `pragma journal_mode = wal; pragma synchronous = normal; pragma foreign_keys = on;
  pragma wal_autocheckpoint = 16384;`;

/**
 * Opens or makes the database file: WAL, so that readers do not wait for the writer.
 * One of an earlier version is copied before its tables are changed (see upgrade-copy.ts).
 * Throws STORE_UNUSABLE with the cause where the file is not a database, not writable or from a newer version.
 *
 * @param options.isLibrary false of a draft that nobody else opens, and that needs no copy
 * @param options.cacheKiB less for a thread that only reads beside the one that writes
 * @param options.onUpgrade hears of it before and after
 */
export async function openSqliteStore(
  file: string,
  {
    isLibrary = file !== ':memory:',
    cacheKiB = 65_536,
    onUpgrade,
  }: {
    readonly isLibrary?: boolean;
    readonly cacheKiB?: number | undefined;
    readonly onUpgrade?: ((notice: string) => void) | undefined;
  } = {},
): Promise<Store> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: BUSY_MILLIS });
    database.exec(`${PRAGMAS} pragma cache_size = -${cacheKiB};`);
    const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
    await (isLibrary
      ? upgradeInTurn(database, file, () => migrate(db, migrationProvider), onUpgrade)
      : migrate(db, migrationProvider));
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
      takeStock: async () => {},
      async close() {
        await db.destroy();
        // Where nothing was asked, Kysely has opened nothing and closes nothing.
        if (database.isOpen) database.close();
      },
    });
  } catch (cause) {
    if (cause instanceof PhotoTagError) throw cause;
    throw new PhotoTagError('STORE_UNUSABLE', `The database ${file} cannot be used: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: remedyOf(cause, file),
    });
  }
}

function remedyOf(cause: unknown, file: string): string {
  if (cause instanceof NewerSchemaError) {
    return `Use that version or a newer one. To go back to this one, \`photo-tag restore\` a backup of its time, or the copy that was made before the upgrade (${file}.before-upgrade-…).`;
  }
  return 'Check that the folder can be written and has space. A damaged database may be moved aside: tags in sidecars stay, and a new run finds everything again.';
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
