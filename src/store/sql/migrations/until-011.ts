import { type Kysely, type Migration, sql } from 'kysely';

type Db = Kysely<unknown>;

/** The first eleven. Never edited. */
export const untilEleven: Record<string, Migration> = {
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
  '009-sidecar-journal': {
    async up(db: Db) {
      await db.schema
        .createTable('sidecar_entry')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('run_id', 'integer', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('deed', 'text', (column) => column.notNull())
        .addColumn('original', 'text', (column) => column.notNull())
        .addColumn('sha1', 'text')
        .addColumn('sidecar', 'text', (column) => column.notNull())
        .addColumn('whole', 'integer', (column) => column.notNull())
        .addColumn('tags', 'text', (column) => column.notNull())
        .addColumn('trace', 'text')
        .addColumn('sha1_before', 'text')
        .addColumn('sha1_after', 'text')
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
      const index = (name: string, columns: string[]) =>
        db.schema.createIndex(name).on('sidecar_entry').columns(columns).execute();
      await index('sidecar_entry_by_sidecar', ['sidecar', 'id']);
      await index('sidecar_entry_by_state', ['state', 'id']);
      await copyWrittenSidecars(db);
      await db.schema.dropTable('written_sidecar').execute();
      const run = () => db.schema.alterTable('write_run');
      await run()
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('write'))
        .execute();
      await run().addColumn('of_run', 'integer').execute();
      await db.schema.alterTable('decision').addColumn('source', 'text').execute();
      await db.schema
        .createTable('undone_tag')
        .addColumn('sha1', 'text', (column) => column.notNull())
        .addColumn('layer', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('run_id', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('undone_key', ['sha1', 'layer', 'name'])
        .execute();
    },
  },
  '010-trust': {
    async up(db: Db) {
      const time = () => db.schema.alterTable('capture_time');
      await time()
        .addColumn('trust', 'double precision', (column) => column.notNull().defaultTo(0))
        .execute();
      await time()
        .addColumn('uncertain', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
      // All that is read of every photo at once, without the long rows behind it.
      await db.schema
        .createIndex('capture_time_in_short')
        .on('capture_time')
        .columns(['sha1', 'wall_ms', 'trust', 'uncertain'])
        .execute();
      // The columns are filled when dates are resolved again; the dates stay the same, so nothing else is due.
      await sql`delete from outcome where stage = 'dates'`.execute(db);
    },
  },
  '011-half-precision-vectors': {
    async up(db: Db) {
      // Vectors of four bytes a number stay where they are and are read from there, until `VectorStore.halveEarlier`
      // has taken them over piece by piece: here all would be one transaction, and take its size on disk once more.
      await db.schema.alterTable('embedding').renameTo('embedding_float32').execute();
      await db.schema
        .createTable('embedding_space')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('model', 'text', (column) => column.notNull().unique())
        .addColumn('token', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('embedding')
        // Never given twice, so that whoever has seen all up to one knows what is new.
        .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
        .addColumn('sha1', 'text', (column) => column.notNull().unique())
        .addColumn('space', 'integer', (column) => column.notNull())
        .addColumn('format', 'text', (column) => column.notNull())
        .addColumn('vector', sql`bytea`, (column) => column.notNull())
        .execute();
      await db.schema.createIndex('embedding_by_space').on('embedding').columns(['space', 'id']).execute();
    },
  },
};

/** The journal until now knew keywords by property, and neither tag nor source. */
async function copyWrittenSidecars(db: Db): Promise<void> {
  const { rows } = await sql<{
    run_id: number;
    state: string;
    original: string;
    sha1: string | null;
    sidecar: string;
    created: number;
    subject: string;
    hierarchical: string;
    written_at: string;
  }>`select w.*, f.sha1 from written_sidecar w left join file f on f.path = w.original
     order by w.run_id, w.original`.execute(db);
  let id = 0;
  for (const row of rows) {
    const tags = tagsOfKeywords(
      row.run_id,
      JSON.parse(row.subject) as string[],
      JSON.parse(row.hierarchical) as string[],
    );
    await sql`insert into sidecar_entry
      (id, run_id, state, deed, original, sha1, sidecar, whole, tags, trace, sha1_before, sha1_after, at)
      values (${++id}, ${row.run_id}, ${row.state === 'written' ? 'done' : 'announced'}, 'added', ${row.original},
        ${row.sha1}, ${row.sidecar}, ${row.created}, ${JSON.stringify(tags)}, null, null, null, ${row.written_at})`.execute(
      db,
    );
  }
}

/** `CK:flower` and `CK|flower` are one tag. Prefixes as they are by default; other keywords count as controlled. */
function tagsOfKeywords(runId: number, subject: readonly string[], hierarchical: readonly string[]) {
  const tags = new Map<string, Record<string, unknown>>();
  const put = (keyword: string, separator: string, property: string) => {
    const [, prefix, rest] = new RegExp(`^(CK|AI)\\${separator}(.+)$`, 's').exec(keyword) ?? [];
    const layer = prefix ?? 'CK';
    const name = rest ?? keyword;
    const key = `${layer}:${name}`;
    tags.set(key, { layer, name, source: '', model: '', runId, ...tags.get(key), [property]: keyword });
  };
  for (const keyword of subject) put(keyword, ':', 'subject');
  for (const keyword of hierarchical) put(keyword, '|', 'hierarchicalSubject');
  return [...tags.values()];
}
