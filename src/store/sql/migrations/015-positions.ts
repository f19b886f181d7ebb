import { type Kysely, type Migration, sql } from 'kysely';

/** Photos with a position, who are few in most libraries, are found without reading all metadata. */
export const positions: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index metadata_with_position on metadata (sha1) where metadata ->> 'gps' is not null`.execute(
      db,
    );
  },
};
