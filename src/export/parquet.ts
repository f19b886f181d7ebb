import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  BIGINT,
  BOOLEAN,
  DuckDBConnection,
  type DuckDBType,
  FLOAT,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export type ColumnType =
  | 'VARCHAR'
  | 'DOUBLE'
  | 'BIGINT'
  | 'BOOLEAN'
  | 'FLOAT[]'
  | 'VARCHAR[]'
  | 'BIGINT[]'
  | 'BOOLEAN[]'
  | 'TIMESTAMP';

export interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export type ParquetCell =
  | string
  | number
  | boolean
  | null
  | readonly (string | bigint | boolean | null)[]
  | Float32Array;

/**
 * Writes rows to a Parquet file: to a temporary file in the same folder first, then renamed. How many rows.
 * Timestamps are milliseconds of the clock on the wall; they get no zone.
 */
export async function writeParquet(
  file: string,
  columns: readonly ParquetColumn[],
  rows: AsyncIterable<readonly ParquetCell[]>,
): Promise<number> {
  const target = resolve(file);
  const temporary = `${target}.tmp`;
  mkdirSync(dirname(target), { recursive: true });
  const connection = await DuckDBConnection.create();
  let count = 0;
  try {
    const definitions = columns.map(
      ({ name, type }) => `"${name}" ${type === 'TIMESTAMP' ? 'BIGINT' : type}`,
    );
    await connection.run(`create table exported (${definitions.join(', ')})`);
    const appender = await connection.createAppender('exported');
    for await (const row of rows) {
      row.forEach((cell, index) => {
        append(appender, cell, columns[index]!.type);
      });
      appender.endRow();
      count++;
    }
    appender.closeSync();
    const selected = columns.map(({ name, type }) =>
      type === 'TIMESTAMP' ? `epoch_ms("${name}")::timestamp as "${name}"` : `"${name}"`,
    );
    const quoted = temporary.replaceAll("'", "''");
    await connection.run(
      `copy (select ${selected.join(', ')} from exported) to '${quoted}' (format parquet, compression zstd)`,
    );
    renameSync(temporary, target);
    return count;
  } catch (cause) {
    rmSync(temporary, { force: true });
    if (cause instanceof PhotoTagError) throw cause;
    throw new PhotoTagError('TOOL_FAILED', `The file ${target} could not be written: ${messageOf(cause)}`, {
      file: target,
      cause,
      remedy: 'Check that the folder can be written and has space.',
    });
  } finally {
    connection.closeSync();
  }
}

type Appender = Awaited<ReturnType<DuckDBConnection['createAppender']>>;

function append(appender: Appender, cell: ParquetCell, type: ColumnType): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'boolean') appender.appendBoolean(cell);
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'number') {
    if (type === 'DOUBLE') appender.appendDouble(cell);
    else appender.appendBigInt(BigInt(Math.round(cell)));
  } else appender.appendList(listValue([...cell]), LIST(ELEMENTS[type] ?? VARCHAR));
}

const ELEMENTS: Partial<Record<ColumnType, DuckDBType>> = {
  'FLOAT[]': FLOAT,
  'BIGINT[]': BIGINT,
  'BOOLEAN[]': BOOLEAN,
};
