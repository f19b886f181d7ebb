import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { PhotoTagError } from '../../domain/errors.ts';
import type { BackupContent, KeptFile, LibraryCounts } from '../database-backup.ts';
import { migrationProvider } from '../sql/migrations/index.ts';

/** Tables that a copy has beside those of the library. */
const ABOUT = 'backup_about';
const FILES = 'backup_file';

/** Counted for people, and compared: each row is something that a person said or that cannot be asked again. */
const DECISIONS = [
  'decision',
  'date_decision',
  'people_flag',
  'word_rule',
  'undone_tag',
  'deed',
  'vocabulary_change',
];

/** What the database holds. An older one lacks tables, which then hold nothing. */
export function countsOf(database: DatabaseSync): LibraryCounts {
  const tables = tablesOf(database);
  const rows = (table: string): number =>
    tables.has(table) ? Number(database.prepare(`select count(*) as n from "${table}"`).get()!.n) : 0;
  return {
    files: rows('file'),
    decisions: DECISIONS.reduce((sum, table) => sum + rows(table), 0),
    sidecarChanges: rows('sidecar_entry') + rows('written_sidecar'),
    sent: rows('egress'),
  };
}

export function tablesOf(database: DatabaseSync): Set<string> {
  const rows = database.prepare("select name from sqlite_schema where type = 'table'").all();
  return new Set(rows.map(({ name }) => String(name)));
}

/** Newest last; none where it is no database of photo-tag. */
export function migrationsOf(database: DatabaseSync): string[] {
  if (!tablesOf(database).has('kysely_migration')) return [];
  return database
    .prepare('select name from kysely_migration order by name')
    .all()
    .map(({ name }) => String(name));
}

export function putContent(
  database: DatabaseSync,
  about: { readonly version: string; readonly madeAt: string },
  files: readonly KeptFile[],
): void {
  database.exec(`begin;
    create table ${ABOUT} (version text not null, made_at text not null);
    create table ${FILES} (name text primary key, bytes blob not null);`);
  database.prepare(`insert into ${ABOUT} values (?, ?)`).run(about.version, about.madeAt);
  const insert = database.prepare(`insert into ${FILES} values (?, ?)`);
  for (const { name, bytes } of files) insert.run(name, bytes);
  database.exec('commit');
}

/** Makes a library's database of a copy again. */
export function dropContent(database: DatabaseSync): void {
  database.exec(`drop table if exists ${ABOUT}; drop table if exists ${FILES};`);
}

/** @throws PhotoTagError STORE_UNUSABLE where the database is damaged */
export function checkPages(database: DatabaseSync, file: string): void {
  let findings: string[];
  try {
    findings = database
      .prepare('pragma integrity_check(5)')
      .all()
      .map((row) => String(Object.values(row)[0]));
  } catch (cause) {
    throw damaged(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (findings.length !== 1 || findings[0] !== 'ok') throw damaged(file, findings.join('; '));
}

const damaged = (file: string, finding: string, cause?: unknown): PhotoTagError =>
  new PhotoTagError('STORE_UNUSABLE', `The database ${file} is damaged: ${finding}`, {
    file,
    cause,
    remedy: 'Take an older backup (`photo-tag restore FILE`), and check the disk that this one lies on.',
  });

/** See DatabaseBackup.inspect. */
export async function readContent(file: string, check: boolean): Promise<BackupContent | null> {
  const known = await migrationProvider.getMigrations();
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const migrations = migrationsIn(database, file);
    const schema = migrations?.at(-1);
    if (migrations === null || schema === undefined) return null;
    if (check) checkPages(database, file);
    const isBackup = tablesOf(database).has(ABOUT);
    const about = isBackup ? database.prepare(`select version, made_at from ${ABOUT}`).get() : undefined;
    const files = isBackup ? database.prepare(`select name, bytes from ${FILES} order by name`).all() : [];
    return {
      madeAt: about === undefined ? null : String(about.made_at),
      version: about === undefined ? null : String(about.version),
      schema,
      isReadable: migrations.every((name) => name in known),
      counts: countsOf(database),
      files: files.map(({ name, bytes }) => ({ name: String(name), bytes: bytes as Uint8Array })),
      bytes: statSync(file).size,
    };
  } finally {
    database.close();
  }
}

/** Null of a file that is no database at all. */
function migrationsIn(database: DatabaseSync, file: string): string[] | null {
  try {
    return migrationsOf(database);
  } catch (error) {
    if ((error as { errcode?: number }).errcode === NOT_A_DATABASE) return null;
    throw damaged(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** SQLITE_NOTADB. */
const NOT_A_DATABASE = 26;
