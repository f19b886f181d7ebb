import { randomUUID } from 'node:crypto';
import type { DatabaseAddress } from '../../domain/database-address.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { CopiedTable, StoreCopyProgress, StoreCopyRequest } from '../store-copy.ts';
import type { CopySource, CopyTarget } from './copy-end.ts';
import { TableDigest } from './table-digest.ts';
import { differenceOf, type Row, type TableShape } from './table-shape.ts';

/** What names a database and no other; see VectorSpace. */
const RENEWED: Readonly<Record<string, string>> = { embedding_space: 'token' };

/**
 * Copies a library as it is at one moment, a few hundred rows at a time, then reads the copy back and compares rows and
 * checksums of each table. Until that has passed there is no copy: what is stopped leaves the target as it was.
 */
export async function copyStore({
  from,
  to,
  replace,
  signal,
  onProgress,
}: StoreCopyRequest): Promise<CopiedTable[]> {
  if (from.reveal() === to.reveal()) throw usage(`${from} is copied onto itself`, 'Name two libraries.');
  const source = await openSource(from);
  try {
    const target = await openTarget(to);
    try {
      const difference = differenceOf(source.tables, target.tables);
      if (difference !== null) throw new Error(`the libraries differ: ${difference}`);
      if (await target.holdsRows()) {
        if (!replace)
          throw usage(`There is a library in ${to} already`, 'Name another, or replace it with --replace.');
        await target.empty();
      }
      let total = 0;
      for (const table of source.tables) total += await source.count(table);
      const report = (step: StoreCopyProgress['step']) => {
        let done = 0;
        return (table: string, rows: number): void => {
          if (signal.aborted) throw stopped(to);
          done += rows;
          onProgress?.({ step, table, done, total });
        };
      };
      const copied = await copyTables(source, target, report('copy'));
      await verify(target, copied, report('verify'));
      await target.commit();
      return copied;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

type Report = (table: string, rows: number) => void;

async function copyTables(source: CopySource, target: CopyTarget, report: Report): Promise<CopiedTable[]> {
  const copied: CopiedTable[] = [];
  const shapes = new Map(target.tables.map((table) => [table.name, table]));
  for (const table of source.tables) {
    const there = shapes.get(table.name)!;
    const digest = digestOf(table);
    for await (const rows of source.rows(table)) {
      for (const row of rows) digest.add(row);
      await target.insert(there, renewed(table, rows));
      report(table.name, rows.length);
    }
    if (table.givesIds) await target.setHighestId(there, await source.highestId(table));
    copied.push({ table: table.name, rows: digest.rows, digest: digest.hex });
  }
  return copied;
}

async function verify(target: CopyTarget, copied: readonly CopiedTable[], report: Report): Promise<void> {
  const expected = new Map(copied.map((table) => [table.table, table]));
  for (const table of target.tables) {
    const digest = digestOf(table);
    for await (const rows of target.rows(table)) {
      for (const row of rows) digest.add(row);
      report(table.name, rows.length);
    }
    const { rows, digest: hex } = expected.get(table.name)!;
    if (rows === digest.rows && hex === digest.hex) continue;
    throw new PhotoTagError(
      'STORE_UNUSABLE',
      `The copy of table ${table.name} is not what was read: ${digest.rows} rows with checksum ${digest.hex}, not ${rows} with ${hex}`,
      { remedy: 'Nothing was changed. Check the disks and copy again; if it comes back, report it.' },
    );
  }
}

/** Sums of tables of any library, to compare two of them. */
export async function digestTables(
  address: DatabaseAddress,
  without: (table: string, column: string) => boolean = () => false,
): Promise<CopiedTable[]> {
  const source = await openSource(address);
  try {
    const digests: CopiedTable[] = [];
    for (const table of source.tables) {
      const digest = digestOf(table, (column) => without(table.name, column));
      for await (const rows of source.rows(table)) for (const row of rows) digest.add(row);
      digests.push({ table: table.name, rows: digest.rows, digest: digest.hex });
    }
    return digests;
  } finally {
    await source.close();
  }
}

function digestOf({ name, columns }: TableShape, without: (column: string) => boolean = () => false) {
  const left = columns.flatMap((column, i) =>
    RENEWED[name] === column.name || without(column.name) ? [] : [i],
  );
  const digest = new TableDigest();
  return {
    add: (row: Row) => digest.add(left.map((i) => row[i]!)),
    get rows() {
      return digest.rows;
    },
    get hex() {
      return digest.hex;
    },
  };
}

function renewed({ name, columns }: TableShape, rows: readonly Row[]): readonly Row[] {
  const at = columns.findIndex((column) => column.name === RENEWED[name]);
  return at < 0 ? rows : rows.map((row) => row.with(at, randomUUID()));
}

async function openSource(address: DatabaseAddress): Promise<CopySource> {
  if (address.kind === 'sqlite') return (await import('./sqlite-end.ts')).sqliteSource(address.reveal());
  return (await import('./postgres-end.ts')).postgresSource(address);
}

async function openTarget(address: DatabaseAddress): Promise<CopyTarget> {
  if (address.kind === 'sqlite') return (await import('./sqlite-end.ts')).sqliteTarget(address.reveal());
  return (await import('./postgres-end.ts')).postgresTarget(address);
}

const stopped = (to: DatabaseAddress): PhotoTagError =>
  new PhotoTagError('CANCELLED', `The copy was stopped, and ${to} is as it was before`, {
    remedy: 'Give the command again to copy from the beginning.',
  });

const usage = (message: string, remedy: string): PhotoTagError =>
  new PhotoTagError('USAGE', message, { remedy });
