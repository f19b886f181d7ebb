import { type Kysely, type Migration, sql } from 'kysely';

/** Clusters come in the order of their doubts, which are read from here and not from the rows with their reasons. */
export const doubts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('proposal_by_doubt')
      .on('proposal')
      .columns(['sha1', 'probability', 'threshold'])
      .where(sql.ref('probability'), 'is not', sql.lit(null))
      .execute();
  },
};
