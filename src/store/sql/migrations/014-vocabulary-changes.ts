import type { Kysely, Migration } from 'kysely';

/** Changes of the vocabulary with what is needed to take them back; keywords that were spelled otherwise. */
export const vocabularyChanges: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('sidecar_entry').addColumn('former', 'text').execute();
    await db.schema
      .createTable('vocabulary_change')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('command', 'text', (column) => column.notNull())
      .addColumn('run_id', 'integer')
      .addColumn('moves', 'text', (column) => column.notNull())
      .addColumn('names', 'text', (column) => column.notNull())
      .addColumn('file', 'text')
      .addColumn('file_before', 'text')
      .addColumn('file_after', 'text')
      .addColumn('undoes', 'integer')
      .addColumn('undone_by', 'integer')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('vocabulary_change_photo')
      .addColumn('change_id', 'integer', (column) => column.notNull())
      .addColumn('sha1', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('vocabulary_change_photo_key', ['change_id', 'sha1'])
      .execute();
    // Rows as they were before a change: of `proposal`, `decision` and `undone_tag`, with the columns of all three.
    await db.schema
      .createTable('vocabulary_former_row')
      .addColumn('change_id', 'integer', (column) => column.notNull())
      .addColumn('kept_from', 'text', (column) => column.notNull())
      .addColumn('sha1', 'text', (column) => column.notNull())
      .addColumn('layer', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('position', 'integer')
      .addColumn('score', 'double precision')
      .addColumn('reason', 'text')
      .addColumn('source', 'text')
      .addColumn('model', 'text')
      .addColumn('probability', 'double precision')
      .addColumn('threshold', 'double precision')
      .addColumn('verdict', 'text')
      .addColumn('run_id', 'integer')
      .addPrimaryKeyConstraint('vocabulary_former_row_key', [
        'change_id',
        'kept_from',
        'sha1',
        'layer',
        'name',
      ])
      .execute();
  },
};
