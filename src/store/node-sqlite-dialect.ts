import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type SqliteDatabase, SqliteDialect } from 'kysely';

/** Kysely's dialect of SQLite over Node's own module. */
export const nodeSqliteDialect = (database: DatabaseSync): SqliteDialect =>
  new SqliteDialect({ database: forKysely(database) });

/** Kysely speaks to better-sqlite3; node:sqlite differs in three names. Statements are kept ready. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  const ready = new Map<string, StatementSync>();
  return {
    close: () => {
      ready.clear();
      database.close();
    },
    prepare: (text) => {
      let statement = ready.get(text);
      if (!statement) {
        statement = database.prepare(text);
        if (ready.size >= 200) ready.clear();
        ready.set(text, statement);
      }
      const prepared = statement;
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
      return {
        reader: prepared.columns().length > 0,
        all: (parameters) => prepared.all(...values(parameters)),
        run: (parameters) => prepared.run(...values(parameters)),
        iterate: (parameters) => prepared.iterate(...values(parameters)) as IterableIterator<unknown>,
      };
    },
  };
}
