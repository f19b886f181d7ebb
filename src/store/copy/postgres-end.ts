import pg from 'pg';
import type { DatabaseAddress } from '../../domain/database-address.ts';
import { clientConfig, toParameter } from '../postgres/pool.ts';
import { problemOf } from '../postgres/problems.ts';
import { openPostgresStore } from '../postgres.ts';
import { HALFVEC_VECTORS } from '../sql/vector-column.ts';
import type { CopySource, CopyTarget } from './copy-end.ts';
import {
  type Column,
  type ColumnKind,
  kindOf,
  type Row,
  type TableShape,
  type Value,
} from './table-shape.ts';

const ROWS_AT_ONCE = 500;

const ARRAYS: Readonly<Record<Exclude<ColumnKind, 'vector'>, string>> = {
  text: 'text[]',
  integer: 'bigint[]',
  real: 'double precision[]',
  bytes: 'bytea[]',
};

export async function postgresSource(address: DatabaseAddress): Promise<CopySource> {
  await (await openPostgresStore(address)).close();
  const session = await openSession(address);
  await session.run('begin isolation level repeatable read read only');
  return { ...(await readerOf(session)), close: () => session.end() };
}

/** Filled in one transaction. Runs on it are kept off by its lock. */
export async function postgresTarget(address: DatabaseAddress): Promise<CopyTarget> {
  const store = await openPostgresStore(address);
  try {
    const lock = await store.lock({ command: 'store copy' });
    const session = await openSession(address);
    await session.run('begin');
    const reader = await readerOf(session);
    const names = reader.tables.map(({ name }) => quoted(name)).join(', ');
    return {
      ...reader,
      async holdsRows() {
        for (const { name } of reader.tables) {
          if ((await session.run(`select 1 from ${quoted(name)} limit 1`)).length > 0) return true;
        }
        return false;
      },
      empty: async () => {
        await session.run(`truncate ${names}`);
      },
      insert: (table, rows) => insert(session, table, rows),
      async setHighestId({ name }, id) {
        if (id === 0) return;
        await session.run(`select setval(pg_get_serial_sequence($1, 'id'), $2)`, [name, id]);
      },
      async commit() {
        lock.lost.throwIfAborted();
        await session.run('set local synchronous_commit = on');
        await session.run('commit');
        // Or the first queries are planned for empty tables. What is copied is there either way.
        await session.run(`analyze ${names}`).catch(() => {});
      },
      async close() {
        // A transaction that is open ends with its connection.
        await session.end();
        await lock.release();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Session {
  run(text: string, values?: readonly unknown[]): Promise<Value[][]>;
  end(): Promise<void>;
}

async function openSession(address: DatabaseAddress): Promise<Session> {
  const client = new pg.Client(clientConfig(address, 'photo-tag store copy'));
  client.on('error', () => {});
  const run = async (text: string, values: readonly unknown[] = []): Promise<Value[][]> => {
    try {
      const query = { text, values: values.map(toParameter), rowMode: 'array' as const };
      return (await client.query<Value[]>(query)).rows;
    } catch (cause) {
      throw problemOf(cause, address);
    }
  };
  try {
    await client.connect();
  } catch (cause) {
    throw problemOf(cause, address);
  }
  return { run, end: () => client.end().catch(() => {}) };
}

async function readerOf({ run }: Session): Promise<Omit<CopySource, 'close'>> {
  const number = async (text: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await run(text, values))[0]?.[0] ?? 0);
  return {
    tables: await shapesOf(run),
    async *rows({ name, columns }) {
      await run(`declare rows_to_copy no scroll cursor for
        select ${columns.map(selected).join(', ')} from ${quoted(name)}`);
      for (;;) {
        const rows = await run(`fetch ${ROWS_AT_ONCE} from rows_to_copy`);
        if (rows.length === 0) break;
        yield rows.map((row) => row.map((value, i) => toValue(value, columns[i]!)));
      }
      await run('close rows_to_copy');
    },
    count: ({ name }) => number(`select count(*) from ${quoted(name)}`),
    highestId: async ({ name, givesIds }) =>
      givesIds
        ? Math.max(
            await number(`select max(id) from ${quoted(name)}`),
            await number(
              `select last_value from pg_sequences
               where schemaname = current_schema and pg_get_serial_sequence($1, 'id')::regclass =
                 (quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass`,
              [name],
            ),
          )
        : 0,
  };
}

async function shapesOf(run: Session['run']): Promise<TableShape[]> {
  const rows = await run(
    `select class.relname, attribute.attname, format_type(attribute.atttypid, null), attribute.attidentity
     from pg_class as class join pg_attribute as attribute on attribute.attrelid = class.oid
     where class.relnamespace = current_schema::regnamespace and class.relkind = 'r'
       and class.relname not like 'kysely\\_%' and attribute.attnum > 0 and not attribute.attisdropped`,
  );
  const tables = Map.groupBy(rows, ([table]) => String(table));
  return [...tables]
    .map(([name, columns]) => ({
      name,
      columns: columns
        .map(([, column, type]) => ({ name: String(column), kind: kindOf(String(type)) }))
        .sort((one, other) => (one.name < other.name ? -1 : 1)),
      givesIds: columns.some(([, , , identity]) => identity !== ''),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function insert({ run }: Session, { name, columns }: TableShape, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const into = `insert into ${quoted(name)} (${names}) overriding system value`;
  if (!columns.some(({ kind }) => kind === 'vector')) {
    const arrays = columns.map(({ kind }, i) => `$${i + 1}::${ARRAYS[kind as keyof typeof ARRAYS]}`);
    const values = columns.map((_, i) => rows.map((row) => toParameter(row[i])));
    await run(`${into} select * from unnest(${arrays.join(', ')})`, values);
    return;
  }
  // The binary form of a `halfvec` goes as a parameter of its own, and not in an array.
  let at = 0;
  const tuple = () =>
    `(${columns.map(({ kind }) => `$${++at}${kind === 'vector' ? '::halfvec' : ''}`).join(', ')})`;
  const values = rows.flatMap((row) => row.map((value, i) => toColumn(value, columns[i]!)));
  await run(`${into} values ${rows.map(tuple).join(', ')}`, values);
}

const quoted = (name: string): string => pg.escapeIdentifier(name);

const selected = ({ name, kind }: Column): string =>
  kind === 'vector' ? `halfvec_send(${quoted(name)})` : quoted(name);

const toValue = (value: Value, { kind }: Column): Value =>
  kind === 'vector' && value instanceof Uint8Array ? HALFVEC_VECTORS.toHalves(value) : value;

const toColumn = (value: Value | undefined, { kind }: Column): unknown =>
  kind === 'vector' && value instanceof Uint8Array ? HALFVEC_VECTORS.sent(value) : value;
