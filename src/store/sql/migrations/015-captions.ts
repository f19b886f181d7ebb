import type { Kysely, Migration } from 'kysely';

/** What captioners say of medoids, the words of it that wait, and what the user said of such words. */
export const captions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('description')
      .addColumn('sha1', 'text', (column) => column.primaryKey())
      .addColumn('captioner', 'text', (column) => column.notNull())
      // What Description says, as JSON.
      .addColumn('description', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('quarantined_word')
      .addColumn('sha1', 'text', (column) => column.notNull())
      .addColumn('word', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('quarantined_word_key', ['sha1', 'word'])
      .execute();
    await db.schema
      .createIndex('quarantined_word_by_word')
      .on('quarantined_word')
      .columns(['word', 'sha1'])
      .execute();
    await db.schema
      .createTable('word_rule')
      .addColumn('word', 'text', (column) => column.primaryKey())
      .addColumn('verdict', 'text', (column) => column.notNull())
      .execute();
  },
};
