import { type Kysely, type Migration, type MigrationProvider, sql } from 'kysely';

type Db = Kysely<unknown>;

/** Append-only: a migration that has landed is never edited. Names sort in the order of application. */
const migrations: Record<string, Migration> = {
  '001-library': {
    async up(db: Db) {
      await db.schema
        .createTable('file')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('root', 'text', (column) => column.notNull())
        .addColumn('size_bytes', 'bigint', (column) => column.notNull())
        .addColumn('mtime_us', 'bigint', (column) => column.notNull())
        .addColumn('birth_us', 'bigint')
        .addColumn('inode', 'text', (column) => column.notNull())
        .addColumn('sha1', 'text')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .execute();
      await db.schema.createIndex('file_by_sha1').on('file').columns(['sha1', 'status']).execute();
      await db.schema
        .createTable('sidecar')
        .addColumn('path', 'text', (column) => column.primaryKey())
        .addColumn('original', 'text', (column) => column.notNull())
        .addColumn('size_bytes', 'bigint', (column) => column.notNull())
        .addColumn('mtime_us', 'bigint', (column) => column.notNull())
        .addColumn('keywords', 'text')
        .addColumn('problem', 'text')
        .execute();
      await db.schema.createIndex('sidecar_by_original').on('sidecar').column('original').execute();
      await db.schema
        .createTable('outcome')
        .addColumn('stage', 'text', (column) => column.notNull())
        .addColumn('item', 'text', (column) => column.notNull())
        .addColumn('fingerprint', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('digest', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('outcome_key', ['stage', 'item'])
        .execute();
    },
  },
  '002-results': {
    async up(db: Db) {
      const bySha1 = (table: string) =>
        db.schema.createTable(table).addColumn('sha1', 'text', (column) => column.primaryKey());
      await bySha1('picture')
        .addColumn('image_data_hash', 'text', (column) => column.notNull())
        .execute();
      await db.schema.createIndex('picture_by_image').on('picture').column('image_data_hash').execute();
      await bySha1('metadata')
        .addColumn('metadata', 'text', (column) => column.notNull())
        .execute();
      await bySha1('capture_time')
        .addColumn('wall_ms', 'bigint')
        .addColumn('capture_time', 'text', (column) => column.notNull())
        .execute();
      await bySha1('proxy')
        .addColumn('proxy', 'text', (column) => column.notNull())
        .execute();
      await bySha1('embedding')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('vector', sql`bytea`, (column) => column.notNull())
        .execute();
      await bySha1('seen_objects')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('objects', 'text', (column) => column.notNull())
        .execute();
      await bySha1('detection')
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('detections', 'text', (column) => column.notNull())
        .addColumn('finding', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '003-clusters': {
    async up(db: Db) {
      await db.schema
        .createTable('cluster')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('window_id', 'text', (column) => column.notNull())
        .addColumn('method', 'text', (column) => column.notNull())
        .addColumn('medoid', 'text', (column) => column.notNull())
        .addColumn('start_ms', 'bigint')
        .addColumn('end_ms', 'bigint')
        .execute();
      await db.schema
        .createTable('cluster_member')
        .addColumn('sha1', 'text', (column) => column.primaryKey())
        .addColumn('cluster_id', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('membership', 'double precision', (column) => column.notNull())
        .addColumn('distance', 'double precision')
        .execute();
      await db.schema
        .createIndex('member_by_cluster')
        .on('cluster_member')
        .columns(['cluster_id', 'position'])
        .execute();
      await db.schema
        .createTable('people_flag')
        .addColumn('sha1', 'text', (column) => column.primaryKey())
        .addColumn('flag', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '004-tags': {
    async up(db: Db) {
      await db.schema
        .createTable('proposal')
        .addColumn('sha1', 'text', (column) => column.notNull())
        .addColumn('layer', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('score', 'double precision', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('proposal_key', ['sha1', 'layer', 'name'])
        .execute();
      await db.schema.createIndex('proposal_by_name').on('proposal').columns(['layer', 'name']).execute();
      await db.schema
        .createTable('decision')
        .addColumn('sha1', 'text', (column) => column.notNull())
        .addColumn('layer', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('decision_key', ['sha1', 'layer', 'name'])
        .execute();
      await db.schema.createIndex('decision_by_name').on('decision').columns(['layer', 'name']).execute();
    },
  },
  '005-journal': {
    async up(db: Db) {
      await db.schema
        .createTable('write_run')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('command', 'text', (column) => column.notNull())
        .addColumn('started_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('written_sidecar')
        .addColumn('run_id', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('original', 'text', (column) => column.notNull())
        .addColumn('sidecar', 'text', (column) => column.notNull())
        .addColumn('created', 'integer', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('hierarchical', 'text', (column) => column.notNull())
        .addColumn('written_at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('written_key', ['run_id', 'sidecar', 'original'])
        .execute();
    },
  },
  '007-bursts-and-identities': {
    async up(db: Db) {
      // One column a statement: SQLite takes no more.
      const member = () => db.schema.alterTable('cluster_member');
      await member()
        .addColumn('fits', 'integer', (column) => column.notNull().defaultTo(1))
        .execute();
      await member().addColumn('burst', 'integer').execute();
      await member()
        .addColumn('is_best', 'integer', (column) => column.notNull().defaultTo(1))
        .execute();
      await db.schema
        .createTable('cluster_identity')
        .addColumn('sha1', 'text', (column) => column.primaryKey())
        .addColumn('cluster_id', 'text', (column) => column.notNull())
        .execute();
      await sql`insert into cluster_identity (sha1, cluster_id) select sha1, cluster_id from cluster_member`.execute(
        db,
      );
    },
  },
  '008-dates': {
    async up(db: Db) {
      await db.schema
        .createTable('date_decision')
        .addColumn('sha1', 'text', (column) => column.primaryKey())
        .addColumn('decision', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('clock_run')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('folder', 'text', (column) => column.notNull())
        .addColumn('run', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('date_study')
        .addColumn('facts_digest', 'text', (column) => column.notNull())
        .execute();
    },
  },
};

export const migrationProvider: MigrationProvider = {
  getMigrations: async () => migrations,
};
