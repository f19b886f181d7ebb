import { DatabaseSync } from 'node:sqlite';
import { Kysely, Migrator } from 'kysely';
import { nodeSqliteDialect } from '../node-sqlite-dialect.ts';
import { migrationProvider } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** A database as the version before that migration left it; `:memory:` is a file as well. */
export async function databaseBefore(
  migration: string,
  file: string,
): Promise<{ database: DatabaseSync; db: Kysely<Tables> }> {
  const names = Object.keys(await migrationProvider.getMigrations());
  const last = names[names.indexOf(migration) - 1];
  if (last === undefined) throw new RangeError(`no migration before ${migration}`);
  const database = new DatabaseSync(file);
  const db = new Kysely<Tables>({ dialect: nodeSqliteDialect(database) });
  const { error } = await new Migrator({ db, provider: migrationProvider }).migrateTo(last);
  if (error) throw error;
  return { database, db };
}
