import { type Kysely, Migrator } from 'kysely';
import type { Store } from '../store.ts';
import { SqlClusterStore } from './clusters.ts';
import { SqlDateStore } from './dates.ts';
import { SqlDeedStore } from './deeds.ts';
import { SqlDescriptionStore } from './descriptions.ts';
import { SqlFileStore } from './files.ts';
import { SqlJournalStore } from './journal.ts';
import { SqlLabelStore } from './labels.ts';
import { migrationProvider } from './migrations/index.ts';
import { SqlOutcomeStore } from './outcomes.ts';
import { SqlPhotoStore } from './photos.ts';
import { SqlPositionStore } from './positions.ts';
import { SqlQuarantineStore } from './quarantine.ts';
import { SqlReviewStore } from './review.ts';
import type { Tables } from './tables.ts';
import { SqlTagStore } from './tags.ts';
import { SqlVectorStore } from './vectors.ts';
import { SqlVisionStore } from './vision.ts';
import { SqlVocabularyStore } from './vocabulary.ts';

/** What databases do each in their own way. */
export interface SqlDatabase {
  /** Commits of `work` outlive a power cut once it has ended. Called while nobody else uses the connection. */
  durably<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The store over any SQL dialect. A transaction is the same store over the transaction's connection. */
export function sqlStore(db: Kysely<Tables>, database: SqlDatabase): Store {
  return {
    files: new SqlFileStore(db),
    photos: new SqlPhotoStore(db),
    vectors: new SqlVectorStore(db),
    dates: new SqlDateStore(db),
    clusters: new SqlClusterStore(db),
    descriptions: new SqlDescriptionStore(db),
    quarantine: new SqlQuarantineStore(db),
    positions: new SqlPositionStore(db),
    tags: new SqlTagStore(db),
    deeds: new SqlDeedStore(db),
    review: new SqlReviewStore(db),
    labels: new SqlLabelStore(db),
    outcomes: new SqlOutcomeStore(db),
    journal: new SqlJournalStore(db),
    vocabulary: new SqlVocabularyStore(db),
    vision: new SqlVisionStore(db),
    transaction: (work, { durable = false } = {}) => {
      if (db.isTransaction) return work(sqlStore(db, database));
      const inTransaction = (connection: Kysely<Tables>) =>
        connection.transaction().execute((transaction) => work(sqlStore(transaction, database)));
      if (!durable) return inTransaction(db);
      return db.connection().execute((connection) => database.durably(() => inTransaction(connection)));
    },
    close: () => database.close(),
  };
}

/** Brings the tables up to date. Throws what the database says. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: migrationProvider });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
