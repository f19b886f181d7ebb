import { type Kysely, type Migration, sql } from 'kysely';

/** Models of labels by vector space, and deeds of the user that can be taken back. */
export const labelModels: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('label_set')
      .addColumn('space', 'text', (column) => column.primaryKey())
      .addColumn('inputs', 'text', (column) => column.notNull())
      .addColumn('vectors', 'integer', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('label_model')
      .addColumn('space', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      // Everything but the direction, as JSON.
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('direction', sql`bytea`, (column) => column.notNull())
      .addPrimaryKeyConstraint('label_model_key', ['space', 'position'])
      .execute();
    await db.schema
      .createTable('deed')
      .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('photos', 'integer', (column) => column.notNull())
      .addColumn('taken_back', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('body', 'text', (column) => column.notNull())
      .execute();
    // Photos that keep a tag, in order of SHA-1; what the index before it answered, it answers as well.
    await db.schema
      .createIndex('decision_by_tag')
      .on('decision')
      .columns(['layer', 'name', 'verdict', 'sha1'])
      .execute();
    await db.schema.dropIndex('decision_by_name').execute();
    // The same for which photo is in which cluster, without looking each up.
    await db.schema
      .createIndex('cluster_member_by_photo')
      .on('cluster_member')
      .columns(['sha1', 'cluster_id'])
      .execute();
    // Without it, whoever wants to know which photos have a vector reads all vectors.
    await db.schema
      .createIndex('embedding_by_photo')
      .on('embedding')
      .columns(['space', 'sha1', 'id'])
      .execute();
  },
};
