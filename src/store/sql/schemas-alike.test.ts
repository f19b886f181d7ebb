import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, type PostgresCluster, startPostgres } from '../../../test/postgres.fixture.ts';
import { openPostgresStore } from '../postgres.ts';
import { openSqliteStore } from '../sqlite.ts';

interface Schema {
  /** `table.column`: its type, and whether it must have a value. */
  readonly columns: Readonly<Record<string, string>>;
  /** By name: table, columns in order, uniqueness, condition. Of keys, which each database names in its own way, the columns. */
  readonly indexes: Readonly<Record<string, string>>;
}

/** What a type means to this program; Postgres's integers may be of 32 or 64 bits. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^text$/, 'text'],
  [/^(int|bigint)/, 'integer'],
  [/^double/, 'real'],
  [/^(bytea|halfvec)$/, 'bytes'],
];
const typeOf = (type: string): string => TYPES.find(([name]) => name.test(type.toLowerCase()))?.[1] ?? type;

function schemaOfSqlite(database: DatabaseSync): Schema {
  const columns: Record<string, string> = {};
  const indexes: Record<string, string> = {};
  const tables = database
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely%'`,
    )
    .all()
    .map(({ name }) => String(name));
  for (const table of tables) {
    const own = database.prepare(`select * from pragma_table_info('${table}')`).all();
    const key = own.filter(({ pk }) => pk !== 0).sort((a, b) => Number(a.pk) - Number(b.pk));
    for (const { name, type, notnull, pk } of own) {
      columns[`${table}.${name}`] = `${typeOf(String(type))}${notnull === 1 || pk !== 0 ? ' not null' : ''}`;
    }
    if (key.length > 0) indexes[`${table} key`] = key.map(({ name }) => name).join(', ');
    const list = database.prepare(`select * from pragma_index_list('${table}')`).all();
    for (const { name, unique, origin, partial } of list) {
      if (origin === 'pk') continue;
      const parts = database.prepare(`select name from pragma_index_info('${name}')`).all();
      const of = parts.map((part) => part.name).join(', ');
      if (origin === 'u') indexes[`${table} unique ${of}`] = of;
      else
        indexes[String(name)] =
          `${table} (${of})${unique === 1 ? ' unique' : ''}${partial === 1 ? ' partial' : ''}`;
    }
  }
  return { columns, indexes };
}

async function schemaOfPostgres(client: pg.Client): Promise<Schema> {
  const columns: Record<string, string> = {};
  const indexes: Record<string, string> = {};
  const { rows } = await client.query(
    `select relname as table, attname as column, format_type(atttypid, null) as type, attnotnull as needed,
       collname as collation
     from pg_class join pg_attribute on attrelid = pg_class.oid left join pg_collation on pg_collation.oid = attcollation
     where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and relname not like 'kysely%'`,
  );
  for (const row of rows) {
    const isBytewise = row.type !== 'text' || row.collation === 'C';
    columns[`${row.table}.${row.column}`] =
      `${typeOf(row.type)}${row.needed ? ' not null' : ''}${isBytewise ? '' : ` ordered by ${row.collation}`}`;
  }
  const { rows: found } = await client.query(
    `select own.relname as name, owner.relname as table, indisprimary as key, indisunique as unique,
       indpred is not null as partial, contype = 'u' as constrained,
       array(select attname::text from unnest(indkey) with ordinality as part(number, place)
         join pg_attribute on attrelid = indrelid and attnum = number order by place) as columns
     from pg_index join pg_class as own on own.oid = indexrelid join pg_class as owner on owner.oid = indrelid
       left join pg_constraint on conindid = indexrelid
     where owner.relnamespace = 'public'::regnamespace and owner.relname not like 'kysely%'`,
  );
  for (const { name, table, key, unique, partial, constrained, columns: parts } of found) {
    const of = parts.join(', ');
    if (key) indexes[`${table} key`] = of;
    else if (constrained) indexes[`${table} unique ${of}`] = of;
    else indexes[name] = `${table} (${of})${unique ? ' unique' : ''}${partial ? ' partial' : ''}`;
  }
  return { columns, indexes };
}

describe.skipIf(!hasPostgres)('tables on SQLite and on Postgres', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-schemas-'));
  let cluster: PostgresCluster;
  let sqlite: Schema;
  let postgres: Schema;
  beforeAll(async () => {
    cluster = startPostgres();
    const address = await cluster.database();
    await (await openPostgresStore(address)).close();
    const client = new pg.Client(address.reveal());
    await client.connect();
    postgres = await schemaOfPostgres(client);
    await client.end();
    const file = join(folder, 'index.sqlite');
    await (await openSqliteStore(file)).close();
    const database = new DatabaseSync(file);
    sqlite = schemaOfSqlite(database);
    database.close();
  });
  afterAll(() => {
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have the same columns, of the same kind', () => {
    expect(Object.keys(sqlite.columns).length).toBeGreaterThan(150);
    // Times of files have parts of a millisecond: SQLite takes them in a column of whole numbers, Postgres does not.
    const times = ['capture_time.wall_ms', 'cluster.start_ms', 'cluster.end_ms'];
    const expected = { ...sqlite.columns, ...Object.fromEntries(times.map((name) => [name, 'real'])) };
    expect(postgres.columns).toEqual(expected);
  });

  it('have the same keys and indexes', () => {
    expect(Object.keys(sqlite.indexes).length).toBeGreaterThan(50);
    expect(postgres.indexes).toEqual(sqlite.indexes);
  });
});
