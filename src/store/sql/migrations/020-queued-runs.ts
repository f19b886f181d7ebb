import type { Kysely, Migration } from 'kysely';

/** Runs that several workers share: what was ordered, how far each stage is, who works, and on which jobs. */
export const queuedRuns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('queued_run')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('command', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('roots', 'text', (column) => column.notNull())
      .addColumn('recipe', 'text', (column) => column.notNull())
      .addColumn('consent', 'text')
      .addColumn('problem', 'text')
      .addColumn('created_ms', 'bigint', (column) => column.notNull())
      .addColumn('ended_ms', 'bigint')
      .execute();
    await db.schema.createIndex('queued_run_state').on('queued_run').column('state').execute();
    await db.schema
      .createTable('run_step')
      .addColumn('run_id', 'integer', (column) => column.notNull())
      .addColumn('stage', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('unit', 'text')
      .addColumn('total', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('done', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('failed', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('skipped', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('turn', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('sweeps', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('started_ms', 'bigint')
      .addColumn('ended_ms', 'bigint')
      .addPrimaryKeyConstraint('run_step_key', ['run_id', 'stage'])
      .execute();
    await db.schema
      .createTable('worker')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('stages', 'text', (column) => column.notNull())
      .addColumn('device', 'text', (column) => column.notNull())
      .addColumn('concurrency', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('started_ms', 'bigint', (column) => column.notNull())
      .addColumn('heard_ms', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('job_attempt')
      .addColumn('job', 'text', (column) => column.notNull())
      .addColumn('attempt', 'integer', (column) => column.notNull())
      .addColumn('run_id', 'integer', (column) => column.notNull())
      .addColumn('stage', 'text', (column) => column.notNull())
      .addColumn('items', 'integer', (column) => column.notNull())
      .addColumn('worker', 'text', (column) => column.notNull())
      .addColumn('started_ms', 'bigint', (column) => column.notNull())
      .addColumn('ended', 'text')
      .addPrimaryKeyConstraint('job_attempt_key', ['job', 'attempt'])
      .execute();
    await db.schema.createIndex('job_attempt_worker').on('job_attempt').column('worker').execute();
    await db.schema
      .createTable('lease')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .execute();
  },
};
