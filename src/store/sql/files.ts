import { type Kysely, type Selectable, sql } from 'kysely';
import type { SidecarFile } from '../../domain/library.ts';
import type { ExistingKeywords } from '../../domain/metadata.ts';
import type { FileStatus, PhotoFile, Sha1 } from '../../domain/photo.ts';
import type { FileStore, Page, PageAmong, PhotoProgress, ProgressQuery } from '../store.ts';
import { absentPhotos } from './absent.ts';
import { chunksOf, inChunks } from './chunks.ts';
import type { Tables } from './tables.ts';

const toFile = (row: Selectable<Tables['file']>): PhotoFile => ({
  path: row.path,
  root: row.root,
  sizeBytes: Number(row.size_bytes),
  mtimeMicros: Number(row.mtime_us),
  birthMicros: row.birth_us === null ? null : Number(row.birth_us),
  inode: row.inode,
  sha1: row.sha1,
  status: row.status as FileStatus,
  reason: row.reason,
});

const toSidecar = (
  row: Pick<Selectable<Tables['sidecar']>, 'path' | 'original' | 'size_bytes' | 'mtime_us'>,
): SidecarFile => ({
  path: row.path,
  original: row.original,
  sizeBytes: Number(row.size_bytes),
  mtimeMicros: Number(row.mtime_us),
});

export class SqlFileStore implements FileStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async known(roots: readonly string[]): Promise<PhotoFile[]> {
    let query = this.#db.selectFrom('file').selectAll();
    if (roots.length > 0) query = query.where('root', 'in', roots);
    return (await query.execute()).map(toFile);
  }

  async atPaths(paths: readonly string[]): Promise<PhotoFile[]> {
    const rows = await inChunks(paths, (keys) =>
      this.#db.selectFrom('file').selectAll().where('path', 'in', keys).execute(),
    );
    return rows.map(toFile);
  }

  async put(files: readonly PhotoFile[]): Promise<void> {
    for (const chunk of chunksOf(files, 1000)) {
      const rows = chunk.map((file) => ({
        path: file.path,
        root: file.root,
        size_bytes: file.sizeBytes,
        mtime_us: file.mtimeMicros,
        birth_us: file.birthMicros,
        inode: file.inode,
        sha1: file.sha1,
        status: file.status,
        reason: file.reason,
      }));
      await this.#db
        .insertInto('file')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('path').doUpdateSet((row) => ({
            root: row.ref('excluded.root'),
            size_bytes: row.ref('excluded.size_bytes'),
            mtime_us: row.ref('excluded.mtime_us'),
            birth_us: row.ref('excluded.birth_us'),
            inode: row.ref('excluded.inode'),
            sha1: row.ref('excluded.sha1'),
            status: row.ref('excluded.status'),
            reason: row.ref('excluded.reason'),
          })),
        )
        .execute();
    }
  }

  async markMissing(paths: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(paths)) {
      await this.#db
        .updateTable('file')
        .set({ status: 'missing', reason: 'the file is no longer there' })
        .where('path', 'in', chunk)
        .execute();
    }
  }

  async page({ after, limit }: Page): Promise<PhotoFile[]> {
    let query = this.#db.selectFrom('file').selectAll().orderBy('path').limit(limit);
    if (after !== null) query = query.where('path', '>', after);
    return (await query.execute()).map(toFile);
  }

  async withPhotos(sha1s: readonly Sha1[]): Promise<PhotoFile[]> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('file').selectAll().where('sha1', 'in', keys).execute(),
    );
    return rows.map(toFile).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async ofPhotos(sha1s: readonly Sha1[]): Promise<Map<Sha1, PhotoFile[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('file')
        .selectAll()
        .where('sha1', 'in', keys)
        .where('status', '=', 'present')
        .orderBy('path')
        .execute(),
    );
    const files = new Map<Sha1, PhotoFile[]>();
    for (const row of rows) {
      const list = files.get(row.sha1!);
      if (list) list.push(toFile(row));
      else files.set(row.sha1!, [toFile(row)]);
    }
    return files;
  }

  /** Of each photo that is there its first path. */
  async firstPathsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('file')
        .select(['sha1', (file) => file.fn.min('path').as('path')])
        .where('sha1', 'in', keys)
        .where('status', '=', 'present')
        .groupBy('sha1')
        .execute(),
    );
    return new Map(rows.map((row) => [row.sha1!, row.path]));
  }

  async putSidecars(sidecars: readonly SidecarFile[]): Promise<void> {
    for (const chunk of chunksOf(sidecars, 1000)) {
      const rows = chunk.map((sidecar) => ({
        path: sidecar.path,
        original: sidecar.original,
        size_bytes: sidecar.sizeBytes,
        mtime_us: sidecar.mtimeMicros,
        keywords: null,
        problem: null,
      }));
      await this.#db
        .insertInto('sidecar')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('path').doUpdateSet((row) => ({
            original: row.ref('excluded.original'),
            size_bytes: row.ref('excluded.size_bytes'),
            mtime_us: row.ref('excluded.mtime_us'),
            keywords: row.ref('excluded.keywords'),
            problem: row.ref('excluded.problem'),
          })),
        )
        .execute();
    }
  }

  async removeSidecars(paths: readonly string[]): Promise<void> {
    for (const chunk of chunksOf(paths)) {
      await this.#db.deleteFrom('sidecar').where('path', 'in', chunk).execute();
    }
  }

  async sidecarPage({ after, limit }: Page): Promise<SidecarFile[]> {
    let query = this.#db
      .selectFrom('sidecar')
      .select(['path', 'original', 'size_bytes', 'mtime_us'])
      .orderBy('path')
      .limit(limit);
    if (after !== null) query = query.where('path', '>', after);
    return (await query.execute()).map(toSidecar);
  }

  async unreadSidecars({ after, limit, among }: PageAmong): Promise<SidecarFile[]> {
    if (among?.length === 0) return [];
    let query = this.#unread().selectAll().orderBy('path').limit(limit);
    if (after !== null) query = query.where('path', '>', after);
    if (among !== undefined) query = query.where('path', 'in', [...among]);
    return (await query.execute()).map(toSidecar);
  }

  async countUnreadSidecars(): Promise<number> {
    const row = await this.#unread()
      .select((sidecar) => sidecar.fn.countAll().as('sidecars'))
      .executeTakeFirstOrThrow();
    return Number(row.sidecars);
  }

  #unread() {
    return this.#db.selectFrom('sidecar').where('keywords', 'is', null).where('problem', 'is', null);
  }

  async putSidecarKeywords(
    path: string,
    keywords: ExistingKeywords | null,
    problem: string | null,
  ): Promise<void> {
    await this.#db
      .updateTable('sidecar')
      .set({ keywords: keywords && JSON.stringify(keywords), problem })
      .where('path', '=', path)
      .execute();
  }

  async sidecarKeywordsOf(originals: readonly string[]): Promise<Map<string, ExistingKeywords[]>> {
    const rows = await inChunks(originals, (keys) =>
      this.#db
        .selectFrom('sidecar')
        .select(['original', 'keywords'])
        .where('original', 'in', keys)
        .where('keywords', 'is not', null)
        .orderBy('path')
        .execute(),
    );
    const found = new Map<string, ExistingKeywords[]>();
    for (const row of rows) {
      const keywords = JSON.parse(row.keywords!) as ExistingKeywords;
      found.set(row.original, [...(found.get(row.original) ?? []), keywords]);
    }
    return found;
  }

  async countsByStatus(): Promise<Record<FileStatus, number>> {
    const rows = await this.#db
      .selectFrom('file')
      .select(['status', (count) => count.fn.countAll().as('files')])
      .groupBy('status')
      .execute();
    const counts: Record<FileStatus, number> = { present: 0, missing: 0, skipped: 0, failed: 0 };
    for (const row of rows) counts[row.status as FileStatus] = Number(row.files);
    return counts;
  }

  async totals(): Promise<{ photos: number; files: number; bytes: number }> {
    const row = await this.#db
      .selectFrom('file')
      .select((file) => [
        file.fn.count('sha1').distinct().as('photos'),
        file.fn.countAll().as('files'),
        file.fn.sum('size_bytes').as('bytes'),
      ])
      .where('status', '=', 'present')
      .executeTakeFirstOrThrow();
    return { photos: Number(row.photos), files: Number(row.files), bytes: Number(row.bytes ?? 0) };
  }

  /**
   * Counted from what is rare: outcomes of the last stage, less those of photos that failed or are gone, read from indexes
   * alone. Asking photo by photo takes ten times as long.
   */
  async progress({ failing, last }: ProgressQuery): Promise<PhotoProgress> {
    const failedPhotos = sql`select item from outcome where status <> 'done' and status = 'failed'
      and stage in (${sql.join(failing)})`;
    const seen = sql`from outcome as seen where seen.stage = ${last}
      and seen.item not in ${absentPhotos} and seen.item not in (${failedPhotos})`;
    const { rows } = await sql<
      Record<'photos' | 'failed' | 'ended' | 'lost' | 'untagged' | 'unread', number | string>
    >`select
      (select count(distinct sha1) from file where status = 'present') as photos,
      (select count(*) from file where status = 'present' and sha1 is null) as unread,
      (select count(*) from (select distinct item from (${failedPhotos}) as failed where exists
        (select 1 from file where file.sha1 = failed.item and file.status = 'present')) as photo) as failed,
      (select count(*) from outcome where stage = ${last}) as ended,
      (select count(*) from outcome where stage = ${last} and item in
        (select item from ${absentPhotos} as absent union select item from (${failedPhotos}) as failed)) as lost,
      (select count(*) ${seen}
        and not exists (select 1 from proposal where proposal.sha1 = seen.item)) as untagged`.execute(
      this.#db,
    );
    const { photos, unread, failed, ended, lost, untagged } = rows[0]!;
    const done = Number(ended) - Number(lost);
    return {
      failed: Number(failed),
      waiting: Number(photos) - Number(failed) - done,
      tagged: done - Number(untagged),
      untagged: Number(untagged),
      unread: Number(unread),
    };
  }
}
