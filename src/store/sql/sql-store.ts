import { CompiledQuery, type Kysely, type MigrationProvider, Migrator, sql } from 'kysely';
import type { Store } from '../store.ts';
import { SqlClusterStore } from './clusters.ts';
import { SqlDateStore } from './dates.ts';
import { SqlDeedStore } from './deeds.ts';
import { SqlDescriptionStore } from './descriptions.ts';
import { SqlFileStore } from './files.ts';
import { SqlJournalStore } from './journal.ts';
import { SqlLabelStore } from './labels.ts';
import { SqlOutcomeStore } from './outcomes.ts';
import { SqlPhotoStore } from './photos.ts';
import { SqlPositionStore } from './positions.ts';
import { SqlQuarantineStore } from './quarantine.ts';
import { SqlReviewStore } from './review.ts';
import { SqlRunStore } from './runs.ts';
import type { Tables } from './tables.ts';
import { SqlTagStore } from './tags.ts';
import type { VectorColumn } from './vector-column.ts';
import { SqlVectorStore } from './vectors.ts';
import { SqlVisionStore } from './vision.ts';
import { SqlVocabularyStore } from './vocabulary.ts';

/** What databases do each in their own way. */
export interface SqlDatabase {
  readonly vectors: VectorColumn;
  /** A transaction; one that is durable outlives a power cut once it has ended, and so does all before it. */
  transaction<Result>(
    durable: boolean,
    work: (transaction: Kysely<Tables>) => Promise<Result>,
  ): Promise<Result>;
  lock: Store['lock'];
  describe: Store['describe'];
  cutConnections: Store['cutConnections'];
  takeStock: Store['takeStock'];
  close(): Promise<void>;
}

/** Runs a statement of somebody who keeps tables of their own in the same database, in the transaction of a store. */
export interface SqlExecutor {
  // biome-ignore lint/suspicious/noExplicitAny: rows of whatever was asked for
  executeSql(text: string, values?: readonly unknown[]): Promise<{ rows: any[] }>;
}

const executors = new WeakMap<Store, SqlExecutor>();

export function executorOf(store: Store): SqlExecutor {
  const executor = executors.get(store);
  if (executor === undefined) throw new TypeError('not a store over SQL');
  return executor;
}

/** The store over any SQL dialect. A transaction is the same store over the transaction's connection. */
export function sqlStore(db: Kysely<Tables>, database: SqlDatabase): Store {
  const store: Store = {
    files: new SqlFileStore(db),
    photos: new SqlPhotoStore(db, database.vectors),
    vectors: new SqlVectorStore(db, database.vectors),
    dates: new SqlDateStore(db),
    clusters: new SqlClusterStore(db),
    descriptions: new SqlDescriptionStore(db),
    quarantine: new SqlQuarantineStore(db),
    positions: new SqlPositionStore(db),
    tags: new SqlTagStore(db),
    deeds: new SqlDeedStore(db),
    review: new SqlReviewStore(db),
    labels: new SqlLabelStore(db, database.vectors),
    outcomes: new SqlOutcomeStore(db),
    journal: new SqlJournalStore(db),
    vocabulary: new SqlVocabularyStore(db),
    vision: new SqlVisionStore(db),
    runs: new SqlRunStore(db),
    transaction: (work, { durable = false } = {}) =>
      db.isTransaction
        ? work(sqlStore(db, database))
        : database.transaction(durable, (transaction) => work(sqlStore(transaction, database))),
    lock: (request) => database.lock(request),
    describe: () => database.describe(),
    cutConnections: () => database.cutConnections(),
    takeStock: () => database.takeStock(),
    close: () => database.close(),
  };
  executors.set(store, {
    async executeSql(text, values = []) {
      const { rows } = await db.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows };
    },
  });
  return store;
}

/** Tables of migrations that this program does not know: it must not touch them. */
export class NewerSchemaError extends Error {
  override name = 'NewerSchemaError';
}

/** Brings the tables up to date. Throws what the database says, or that it was made by a newer version. */
export async function migrate(db: Kysely<Tables>, provider: MigrationProvider): Promise<void> {
  const known = await provider.getMigrations();
  const newer = (await applied(db)).find((name) => !(name in known));
  if (newer !== undefined)
    throw new NewerSchemaError(`a newer version of photo-tag made it (${newer}): use that version`);
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) throw error;
}

/** Whether there is a library to be changed, and not only tables to be made. */
export async function isOfEarlierVersion(db: Kysely<Tables>, provider: MigrationProvider): Promise<boolean> {
  const [names, known] = [await applied(db), Object.keys(await provider.getMigrations())];
  return names.length > 0 && known.some((name) => !names.includes(name));
}

/** Newest first. */
async function applied(db: Kysely<Tables>): Promise<string[]> {
  try {
    const { rows } = await sql<{
      name: string;
    }>`select name from kysely_migration order by name desc`.execute(db);
    return rows.map(({ name }) => name);
  } catch {
    // Nothing was ever applied; that the database itself cannot be used is said by what comes next.
    return [];
  }
}
