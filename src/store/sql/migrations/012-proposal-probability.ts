import type { Kysely, Migration } from 'kysely';

/** Proposals say how likely they are right, and how likely they had to be. */
export const proposalProbability: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['probability', 'threshold']) {
      await db.schema.alterTable('proposal').addColumn(column, 'double precision').execute();
    }
  },
};
