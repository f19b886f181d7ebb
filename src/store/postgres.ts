import { Kysely, PostgresDialect, sql } from 'kysely';
import type { DatabaseAddress } from '../domain/database-address.ts';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { lockLibrary } from './postgres/library-lock.ts';
import { openPool } from './postgres/pool.ts';
import { LOCK_CLASS } from './sql/dialect.ts';
import { postgresMigrationProvider } from './sql/migrations/index.ts';
import { portableTypes } from './sql/migrations/portable-types.ts';
import { isOfEarlierVersion, migrate, sqlStore } from './sql/sql-store.ts';
import type { Tables } from './sql/tables.ts';
import { HALFVEC_VECTORS, PLAIN_VECTORS } from './sql/vector-column.ts';
import type { Store } from './store.ts';
import { UPGRADE_BEGINS, upgradeEnds } from './upgrade-notices.ts';

/** Beside those of `takeTurn`, in the same class. */
const MIGRATION_LOCK = 0;

/**
 * Opens the library in a Postgres database, of version 13 or newer, and makes its tables in an empty one.
 * Throws STORE_UNUSABLE with the cause where it cannot be reached or used, or is from a newer version.
 *
 * @param address `postgres://user@host/database`; a password that is not in it comes from PGPASSWORD or ~/.pgpass
 * @param onUpgrade hears before and after tables of an earlier version are changed
 */
export async function openPostgresStore(
  address: DatabaseAddress,
  onUpgrade: (notice: string) => void = () => undefined,
): Promise<Store> {
  refuseNoUrl(address);
  const pool = openPool(address);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrateInTurn(db, onUpgrade);
    const hasHalfvec = await keepsHalfvec(db);
    let lost: AbortSignal | null = null;
    return sqlStore(db, {
      vectors: hasHalfvec ? HALFVEC_VECTORS : PLAIN_VECTORS,
      transaction: (durable, work) =>
        db.transaction().execute(async (transaction) => {
          // Who held the library's lock when it was lost may not be alone any more, and keeps nothing.
          lost?.throwIfAborted();
          if (durable) await sql`set local synchronous_commit = on`.execute(transaction);
          return work(transaction);
        }),
      lock: async (request) => {
        const lock = await lockLibrary(address, request);
        lost = lock.lost;
        return lock;
      },
      describe: async () => ({
        address: address.shown,
        engine: await versionOf(db),
        vectors: hasHalfvec ? await halfvecInWords(db) : 'half floats in plain bytes, without pgvector',
      }),
      cutConnections: () => pool.cut(),
      takeStock: async () => {
        await sql`analyze outcome, cluster, cluster_member, detection, proposal`.execute(db);
      },
      close: () => db.destroy(),
    });
  } catch (cause) {
    await db.destroy();
    if (cause instanceof PhotoTagError) throw cause;
    throw new PhotoTagError(
      'STORE_UNUSABLE',
      `The database ${address.shown} cannot be used: ${address.mask(messageOf(cause))}`,
      { cause, remedy: 'Check that it is a database of its own for photo-tag, and that the user owns it.' },
    );
  }
}

function refuseNoUrl(address: DatabaseAddress): void {
  if (URL.canParse(address.reveal())) return;
  throw new PhotoTagError('CONFIG_INVALID', `The address of the database (${address}) is no URL`, {
    remedy:
      'Write postgres://user@host:5432/database. In a password, write what is not a letter or digit as %XX, or give it in PGPASSWORD or ~/.pgpass.',
  });
}

/** Workers start together, and one of them makes the tables. They outlive a crash, or nobody would find them again. */
async function migrateInTurn(db: Kysely<Tables>, tell: (notice: string) => void): Promise<void> {
  const lock = sql`(${sql.lit(LOCK_CLASS)}, ${sql.lit(MIGRATION_LOCK)})`;
  await db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock${lock}`.execute(connection);
    try {
      await sql`set synchronous_commit = on`.execute(connection);
      const begun = performance.now();
      const isEarlier = await isOfEarlierVersion(connection, postgresMigrationProvider);
      if (isEarlier) tell(UPGRADE_BEGINS);
      await migrate(connection.withPlugin(portableTypes), postgresMigrationProvider);
      if (isEarlier) tell(upgradeEnds(begun));
    } finally {
      await sql`reset synchronous_commit`.execute(connection);
      await sql`select pg_advisory_unlock${lock}`.execute(connection);
    }
  });
}

async function keepsHalfvec(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ type: string }>`
    select format_type(atttypid, null) as type from pg_attribute
    where attrelid = to_regclass('embedding') and attname = 'vector'`.execute(db);
  return rows[0]?.type === 'halfvec';
}

async function versionOf(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db);
  return `PostgreSQL ${rows[0]?.version}`;
}

async function halfvecInWords(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select extversion as version from pg_extension where extname = 'vector'`.execute(db);
  return `halfvec of pgvector ${rows[0]?.version}`;
}
