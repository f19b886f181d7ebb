import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { openSqliteStore } from '../sqlite.ts';
import type { CopySource, CopyTarget } from './copy-end.ts';
import { kindOf, type Row, type TableShape } from './table-shape.ts';

const ROWS_AT_ONCE = 500;
const LOGS = ['-wal', '-shm', '-journal'];

export async function sqliteSource(file: string): Promise<CopySource> {
  if (!existsSync(file)) {
    throw new PhotoTagError('STORE_UNUSABLE', `There is no library ${file}`, {
      file,
      remedy: 'Check the name given with --from.',
    });
  }
  // Brings the tables up to date, and says what is wrong where it is no library.
  await (await openSqliteStore(file)).close();
  const database = new DatabaseSync(file, { timeout: 10_000 });
  // The first read begins it; what others write from then on is not seen.
  database.exec('pragma query_only = on; begin; select count(*) from file');
  return { ...readerOf(database), close: async () => database.close() };
}

/** Filled beside the file of that name, whose place it takes when all is there. */
export async function sqliteTarget(file: string): Promise<CopyTarget> {
  const draft = `${file}.copying`;
  remove(draft);
  await (await openSqliteStore(draft)).close();
  const database = new DatabaseSync(draft);
  // Half of it is worth nothing: neither a journal nor the disk has to be waited for.
  database.exec('pragma journal_mode = delete; pragma journal_mode = off; pragma synchronous = off');
  database.exec('pragma cache_size = -262144; begin');
  const before = existsSync(file);
  const reader = readerOf(database);
  return {
    ...reader,
    async holdsRows() {
      if (!before) return false;
      const there = new DatabaseSync(file, { timeout: 10_000 });
      try {
        return reader.tables.some(({ name }) => hasTable(there, name) && hasRows(there, name));
      } finally {
        there.close();
      }
    },
    // The draft is; the file goes when it is replaced.
    empty: async () => {},
    async insert({ name, columns }, rows) {
      const names = columns.map((column) => `"${column.name}"`);
      const insert = database.prepare(
        `insert into "${name}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(...(row as SQLInputValue[]));
    },
    async setHighestId({ name }, id) {
      // Only of tables that never give an id again; others give the one after the highest that is there.
      if (!keepsCount(database, name)) return;
      database.prepare('delete from sqlite_sequence where name = ?').run(name);
      database.prepare('insert into sqlite_sequence (name, seq) values (?, ?)').run(name, id);
    },
    async commit() {
      database.exec('commit');
      database.close();
      if (before) letGo(file);
      // What another file of that name left would be taken for a part of this one.
      for (const suffix of LOGS) rmSync(`${file}${suffix}`, { force: true });
      sync(draft);
      renameSync(draft, file);
      sync(dirname(file));
    },
    async close() {
      if (database.isOpen) database.close();
      remove(draft);
    },
  };
}

function readerOf(database: DatabaseSync): Omit<CopySource, 'close'> {
  const number = (query: string, ...values: SQLInputValue[]): number =>
    Number(database.prepare(query).get(...values)?.number ?? 0);
  return {
    tables: shapesOf(database),
    async *rows({ name, columns }) {
      const statement = database.prepare(
        `select ${columns.map((column) => `"${column.name}"`).join(', ')} from "${name}"`,
      );
      statement.setReturnArrays(true);
      let rows: Row[] = [];
      for (const row of statement.iterate()) {
        rows.push(row as unknown as Row);
        if (rows.length < ROWS_AT_ONCE) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    },
    count: async ({ name }) => number(`select count(*) as number from "${name}"`),
    highestId: async ({ name, givesIds }) =>
      givesIds
        ? Math.max(
            number(`select max(id) as number from "${name}"`),
            number('select seq as number from sqlite_sequence where name = ?', name),
          )
        : 0,
  };
}

function shapesOf(database: DatabaseSync): TableShape[] {
  const tables = database
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
         and name not like 'kysely_%' order by name`,
    )
    .all();
  return tables.map(({ name }) => {
    const columns = database
      .prepare(`select name, type, pk from pragma_table_info('${name}') order by name`)
      .all();
    return {
      name: String(name),
      columns: columns.map((column) => ({ name: String(column.name), kind: kindOf(String(column.type)) })),
      givesIds: columns.some(
        ({ name, type, pk }) => name === 'id' && pk === 1 && kindOf(String(type)) === 'integer',
      ),
    };
  });
}

const keepsCount = (database: DatabaseSync, name: string): boolean =>
  String(database.prepare('select sql from sqlite_master where name = ?').get(name)?.sql).includes(
    'autoincrement',
  );

const hasTable = (database: DatabaseSync, name: string): boolean =>
  database.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(name) !== undefined;

const hasRows = (database: DatabaseSync, name: string): boolean =>
  database.prepare(`select 1 from "${name}" limit 1`).get() !== undefined;

/** Nobody else may have it open, or they would go on with a file that has no name any more. */
function letGo(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // Takes what is in the log along, and fails where another program is there.
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = delete');
  } catch (cause) {
    throw new PhotoTagError('LOCKED', `${file} is open in another program (${messageOf(cause)})`, {
      file,
      cause,
      remedy: 'End `photo-tag serve` and all runs on it, then copy again. Nothing was changed.',
    });
  } finally {
    database.close();
  }
}

function remove(file: string): void {
  for (const suffix of ['', ...LOGS]) rmSync(`${file}${suffix}`, { force: true });
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
