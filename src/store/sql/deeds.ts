import type { Kysely, Selectable } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type { DecisionVerdict, TagLayer } from '../../domain/tag.ts';
import type { Deed, DeedBody, DeedStore, DeedSummary, TagState } from '../deed-store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import type { Tables } from './tables.ts';

type TagKey = { readonly layer: TagLayer; readonly name: string };

const UNSAID: TagState = { verdict: null, source: null, undoneBy: null };

export class SqlDeedStore implements DeedStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async tagStates({ layer, name }: TagKey, sha1s: readonly Sha1[]): Promise<Map<Sha1, TagState>> {
    // In a transaction they are read to be changed.
    await takeTurn(this.#db, 'decisions');
    const of = (table: 'decision' | 'undone_tag', keys: Sha1[]) =>
      this.#db
        .selectFrom(table)
        .where('sha1', 'in', keys)
        .where('layer', '=', layer)
        .where('name', '=', name);
    const decided = await inChunks(sha1s, (keys) =>
      of('decision', keys).select(['sha1', 'verdict', 'source']).execute(),
    );
    const undone = await inChunks(sha1s, (keys) =>
      of('undone_tag', keys).select(['sha1', 'run_id']).execute(),
    );
    const states = new Map<Sha1, TagState>(sha1s.map((sha1) => [sha1, UNSAID]));
    for (const { sha1, verdict, source } of decided) {
      states.set(sha1, { ...UNSAID, verdict: verdict as DecisionVerdict, source });
    }
    for (const { sha1, run_id } of undone) states.set(sha1, { ...states.get(sha1)!, undoneBy: run_id });
    return states;
  }

  putTagState(tag: TagKey, sha1s: readonly Sha1[], state: TagState): Promise<void> {
    return atomically(this.#db, (db) => new SqlDeedStore(db).#putTagState(tag, sha1s, state));
  }

  async #putTagState({ layer, name }: TagKey, sha1s: readonly Sha1[], state: TagState): Promise<void> {
    await takeTurn(this.#db, 'decisions');
    const { verdict, source, undoneBy } = state;
    for (const chunk of chunksOf(sha1s)) {
      for (const table of ['decision', 'undone_tag'] as const) {
        await this.#db
          .deleteFrom(table)
          .where('sha1', 'in', chunk)
          .where('layer', '=', layer)
          .where('name', '=', name)
          .execute();
      }
      const rows = chunk.map((sha1) => ({ sha1, layer, name }));
      if (verdict !== null) {
        await this.#db
          .insertInto('decision')
          .values(rows.map((row) => ({ ...row, verdict, source })))
          .execute();
      }
      if (undoneBy !== null) {
        await this.#db
          .insertInto('undone_tag')
          .values(rows.map((row) => ({ ...row, run_id: undoneBy })))
          .execute();
      }
    }
  }

  async proposedAmong({ layer, name }: TagKey, sha1s: readonly Sha1[]): Promise<Set<Sha1>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('proposal')
        .select('sha1')
        .where('sha1', 'in', keys)
        .where('layer', '=', layer)
        .where('name', '=', name)
        .execute(),
    );
    return new Set(rows.map((row) => row.sha1));
  }

  record(deed: Omit<Deed, 'id'>): Promise<number> {
    return atomically(this.#db, (db) => new SqlDeedStore(db).#record(deed));
  }

  async #record({ at, words, body }: Omit<Deed, 'id'>): Promise<number> {
    await this.#db.deleteFrom('deed').where('taken_back', '=', 1).execute();
    const parts = body.kind === 'several' ? body.parts : [body];
    const photos = new Set(parts.flatMap(({ changes }) => changes.flatMap((change) => change.sha1s))).size;
    const { id } = await this.#db
      .insertInto('deed')
      .values({ at, words, photos, body: JSON.stringify(body) })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async last(): Promise<Deed | null> {
    const row = await this.#deeds(false).orderBy('id', 'desc').executeTakeFirst();
    return row === undefined ? null : toDeed(row);
  }

  async lastTakenBack(): Promise<Deed | null> {
    const row = await this.#deeds(true).orderBy('id').executeTakeFirst();
    return row === undefined ? null : toDeed(row);
  }

  async setTakenBack(id: number, takenBack: boolean): Promise<void> {
    await this.#db
      .updateTable('deed')
      .set({ taken_back: Number(takenBack) })
      .where('id', '=', id)
      .execute();
  }

  async page({ before, limit }: { before: number | null; limit: number }): Promise<DeedSummary[]> {
    const rows = await this.#db
      .selectFrom('deed')
      .select(['id', 'at', 'words', 'photos', 'taken_back'])
      .$if(before !== null, (deeds) => deeds.where('id', '<', before!))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ taken_back, ...row }) => ({ ...row, takenBack: taken_back === 1 }));
  }

  #deeds(takenBack: boolean) {
    return this.#db.selectFrom('deed').selectAll().where('taken_back', '=', Number(takenBack)).limit(1);
  }
}

const toDeed = ({ id, at, words, body }: Selectable<Tables['deed']>): Deed => ({
  id,
  at,
  words,
  body: JSON.parse(body) as DeedBody,
});
