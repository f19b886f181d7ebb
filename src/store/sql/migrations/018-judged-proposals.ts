import type { Kysely, Migration } from 'kysely';

/** What was proposed when the user decided on it outlives later proposals: it is what taggers are measured by. */
export const judgedProposals: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('judged_proposal')
      .addColumn('sha1', 'text', (column) => column.notNull())
      .addColumn('layer', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('score', 'double precision', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('probability', 'double precision')
      .addColumn('threshold', 'double precision')
      .addPrimaryKeyConstraint('judged_proposal_key', ['sha1', 'layer', 'name'])
      .execute();
  },
};
