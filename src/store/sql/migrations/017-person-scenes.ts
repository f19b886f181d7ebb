import type { Kysely, Migration } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * Detections say which version of the measuring of what surrounds people they were measured by: 0 where that is still
 * to be done, null where nobody is seen and nothing is to be measured. No detector has to look again.
 */
export const personScenes: Migration = {
  async up(db: Kysely<Pick<Tables, 'detection'>>) {
    await db.schema.alterTable('detection').addColumn('scene_version', 'integer').execute();
    await db
      .updateTable('detection')
      .set({ scene_version: 0 })
      .where('finding', 'not like', '%"verdict":"no-people"%')
      .execute();
    await db.schema
      .createIndex('detection_by_scene')
      .on('detection')
      .columns(['scene_version', 'sha1'])
      .execute();
  },
};
