import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type {
  NewVocabularyChange,
  TagKey,
  TagMove,
  VocabularyChange,
  VocabularyChangeKind,
} from '../../domain/vocabulary-change.ts';
import type { TagCounts, VocabularyStore } from '../vocabulary-store.ts';
import { chunksOf } from './chunks.ts';
import { atomically } from './dialect.ts';
import { moveTag } from './move-tag.ts';
import { moveTagBack } from './move-tag-back.ts';
import type { Tables } from './tables.ts';

export class SqlVocabularyStore implements VocabularyStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  announce(change: NewVocabularyChange): Promise<number> {
    return atomically(this.#db, (db) => this.#announce(db, change));
  }

  async #announce(db: Kysely<Tables>, { photos, ...change }: NewVocabularyChange): Promise<number> {
    const { id } = await db
      .insertInto('vocabulary_change')
      .values({
        kind: change.kind,
        command: change.command,
        run_id: change.runId,
        moves: JSON.stringify(change.moves),
        names: JSON.stringify(change.names),
        file: change.file,
        file_before: change.fileBefore,
        file_after: change.fileAfter,
        undoes: change.undoes,
        undone_by: null,
        state: 'announced',
        at: new Date().toISOString(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const chunk of chunksOf([...new Set(photos)])) {
      await db
        .insertInto('vocabulary_change_photo')
        .values(chunk.map((sha1) => ({ change_id: id, sha1 })))
        .execute();
    }
    return id;
  }

  async finish(id: number, fileAfter: string | null): Promise<void> {
    await this.#db
      .updateTable('vocabulary_change')
      .set({ state: 'done', file_after: fileAfter })
      .where('id', '=', id)
      .execute();
  }

  async setUndone(id: number, by: number): Promise<void> {
    await this.#db.updateTable('vocabulary_change').set({ undone_by: by }).where('id', '=', id).execute();
  }

  async all(): Promise<VocabularyChange[]> {
    const rows = await this.#db.selectFrom('vocabulary_change').selectAll().orderBy('id').execute();
    return rows.map(
      (row): VocabularyChange => ({
        id: row.id,
        kind: row.kind as VocabularyChangeKind,
        command: row.command,
        runId: row.run_id,
        moves: JSON.parse(row.moves) as TagMove[],
        names: JSON.parse(row.names) as string[],
        file: row.file,
        fileBefore: row.file_before,
        fileAfter: row.file_after,
        undoes: row.undoes,
        undoneBy: row.undone_by,
        state: row.state as VocabularyChange['state'],
        at: row.at,
      }),
    );
  }

  async announced(): Promise<VocabularyChange[]> {
    return (await this.all()).filter(({ state }) => state === 'announced');
  }

  async photosOf(changeId: number): Promise<Set<Sha1>> {
    const rows = await this.#db
      .selectFrom('vocabulary_change_photo')
      .select('sha1')
      .where('change_id', '=', changeId)
      .execute();
    return new Set(rows.map((row) => row.sha1));
  }

  moveTag(changeId: number, move: TagMove): Promise<void> {
    return atomically(this.#db, (db) => moveTag(db, changeId, move));
  }

  moveBack(changeId: number, move: TagMove, all: boolean): Promise<void> {
    return atomically(this.#db, (db) => moveTagBack(db, changeId, move, all));
  }

  async countsOf({ layer, name }: TagKey): Promise<TagCounts> {
    const count = async (query: RawBuilder<{ photos: number }>): Promise<number> =>
      Number((await query.execute(this.#db)).rows[0]?.photos ?? 0);
    const decided = (keeps: boolean) =>
      count(
        sql`select count(*) as photos from decision
          where layer = ${layer} and name = ${name} and (verdict != 'rejected') = ${keeps ? sql`true` : sql`false`}`,
      );
    return {
      proposed: await count(
        sql`select count(*) as photos from proposal where layer = ${layer} and name = ${name}`,
      ),
      accepted: await decided(true),
      rejected: await decided(false),
      photos: (await this.photosKnowing({ layer, name })).length,
    };
  }

  async countBoth(one: TagKey, other: TagKey): Promise<number> {
    const { rows } = await sql<{ photos: number }>`
      select count(*) as photos from (${withTag(one)} intersect ${withTag(other)}) as both_of_them`.execute(
      this.#db,
    );
    return Number(rows[0]?.photos ?? 0);
  }

  async photosKnowing({ layer, name }: TagKey): Promise<Sha1[]> {
    const { rows } = await sql<{ sha1: Sha1 }>`
      select sha1 from proposal where layer = ${layer} and name = ${name}
      union select sha1 from decision where layer = ${layer} and name = ${name} order by sha1`.execute(
      this.#db,
    );
    return rows.map((row) => row.sha1);
  }
}

const withTag = ({ layer, name }: TagKey) => sql`
  select sha1 from proposal where layer = ${layer} and name = ${name} and sha1 not in (
    select sha1 from decision where layer = ${layer} and name = ${name} and verdict = 'rejected')
  union select sha1 from decision where layer = ${layer} and name = ${name} and verdict != 'rejected'`;
