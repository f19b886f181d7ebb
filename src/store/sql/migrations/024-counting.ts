import { type Kysely, type Migration, sql } from 'kysely';

/**
 * What the page asks of half a million photos at once is read from indexes alone: how many outcomes of each kind, what
 * is not done, how many photos and bytes there are, and who has a tag.
 */
export const counting: Migration = {
  async up(db: Kysely<unknown>) {
    const index = (name: string, table: string, columns: string[]) =>
      db.schema.createIndex(name).on(table).columns(columns);
    // Few rows of many: it costs next to nothing to keep.
    await index('outcome_not_done', 'outcome', ['status', 'stage', 'item'])
      .where(sql.ref('status'), '!=', sql.lit('done'))
      .execute();
    await index('file_by_photo', 'file', ['sha1', 'status', 'size_bytes']).execute();
    await db.schema.dropIndex('file_by_sha1').ifExists().execute();
    await index('proposal_by_tag', 'proposal', ['layer', 'name', 'sha1']).execute();
    await db.schema.dropIndex('proposal_by_name').ifExists().execute();
  },
};
