import type { Kysely, Migration } from 'kysely';

/** Runs of the vision service, every call of them, what it answered, and its last word on each photo. */
export const vision: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('vision_run')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'text')
      .execute();
    await db.schema
      .createTable('egress')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'integer', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('photo', 'text', (column) => column.notNull())
      .addColumn('image_hash', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('prompt_id', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('reserved_nano_usd', 'bigint', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('counted_nano_usd', 'bigint')
      .addColumn('reported_nano_usd', 'double precision')
      .addColumn('input_tokens', 'double precision')
      .addColumn('output_tokens', 'double precision')
      .addColumn('note', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('settled_at', 'text')
      .execute();
    await db.schema.createIndex('egress_run').on('egress').column('run_id').execute();
    await db.schema.createIndex('egress_state').on('egress').columns(['state', 'photo']).execute();
    await db.schema
      .createTable('vision_answer')
      .addColumn('image_hash', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('prompt_id', 'text', (column) => column.notNull())
      .addColumn('answer', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('vision_answer_key', ['image_hash', 'model', 'prompt_id'])
      .execute();
    await db.schema
      .createTable('vision_result')
      .addColumn('sha1', 'text', (column) => column.primaryKey())
      .addColumn('image_hash', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('prompt_id', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('words', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .execute();
  },
};
