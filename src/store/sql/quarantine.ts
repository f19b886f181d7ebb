import type { Kysely } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type { QuarantinedWord, WordVerdict } from '../../domain/quarantine.ts';
import type { QuarantineStore } from '../quarantine-store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically } from './dialect.ts';
import type { Tables } from './tables.ts';

export class SqlQuarantineStore implements QuarantineStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  put(sha1: Sha1, words: readonly QuarantinedWord[]): Promise<void> {
    return this.putOf(new Map([[sha1, words]]));
  }

  putOf(words: ReadonlyMap<Sha1, readonly QuarantinedWord[]>): Promise<void> {
    return atomically(this.#db, async (db) => {
      for (const sha1s of chunksOf([...words.keys()])) {
        await db.deleteFrom('quarantined_word').where('sha1', 'in', sha1s).execute();
      }
      const rows = [...words].flatMap(([sha1, of]) => of.map((one) => ({ sha1, ...one })));
      for (const chunk of chunksOf(rows)) await db.insertInto('quarantined_word').values(chunk).execute();
    });
  }

  async of(sha1s: readonly Sha1[]): Promise<Map<Sha1, QuarantinedWord[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('quarantined_word')
        .selectAll()
        .where('sha1', 'in', keys)
        .orderBy('sha1')
        .orderBy('word')
        .execute(),
    );
    const words = new Map<Sha1, QuarantinedWord[]>();
    for (const { sha1, ...word } of rows) words.set(sha1, [...(words.get(sha1) ?? []), word]);
    return words;
  }

  async words(): Promise<{ word: string; photos: number }[]> {
    const rows = await this.#present()
      .select(['word', (row) => row.fn.countAll().as('photos')])
      .groupBy('word')
      .orderBy('photos', 'desc')
      .orderBy('word')
      .execute();
    return rows.map(({ word, photos }) => ({ word, photos: Number(photos) }));
  }

  async photosWith(word: string, limit?: number): Promise<{ sha1: Sha1; reason: string }[]> {
    const query = this.#present()
      .select(['quarantined_word.sha1', 'quarantined_word.reason'])
      .where('word', '=', word)
      .orderBy('quarantined_word.sha1');
    return (limit === undefined ? query : query.limit(limit)).execute();
  }

  async putRule(key: string, verdict: WordVerdict | null): Promise<void> {
    if (verdict === null) {
      await this.#db.deleteFrom('word_rule').where('word', '=', key).execute();
      return;
    }
    await this.#db
      .insertInto('word_rule')
      .values({ word: key, verdict })
      .onConflict((conflict) => conflict.column('word').doUpdateSet({ verdict }))
      .execute();
  }

  async rules(): Promise<Map<string, WordVerdict>> {
    const rows = await this.#db.selectFrom('word_rule').selectAll().orderBy('word').execute();
    return new Map(rows.map(({ word, verdict }) => [word, verdict as WordVerdict]));
  }

  #present() {
    return this.#db
      .selectFrom('quarantined_word')
      .innerJoin('outcome', (join) =>
        join
          .onRef('outcome.item', '=', 'quarantined_word.sha1')
          .on('outcome.stage', '=', 'scan')
          .on('outcome.status', '=', 'done'),
      );
  }
}
