import type { Kysely, Migration } from 'kysely';

/**
 * Clusters are looked for by their medoid, which captions are due for: without an index every photo was compared with every
 * cluster. And by their window, which exports are cut by.
 */
export const clustersByMedoid: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('cluster_by_medoid').on('cluster').column('medoid').execute();
    await db.schema.createIndex('cluster_by_window').on('cluster').column('window_id').execute();
  },
};
