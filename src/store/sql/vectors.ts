import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { toHalves, unitVectorOf } from '../../algorithms/half-floats.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { VectorRow, VectorSpace, VectorStore } from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import {
  earlierModelsOf,
  earlierVectorsOf,
  forgetEarlier,
  type HalfEmbedding,
  takeOverEarlier,
} from './earlier-vectors.ts';
import type { Tables } from './tables.ts';
import type { VectorColumn } from './vector-column.ts';

/** What `embedding.format` says of bytes that `half-floats.ts` wrote. */
const HALF = 'half';

/** Rows of a kilobyte or two: enough to make the statement itself cheap. */
const ROWS_A_STATEMENT = 64;

export class SqlVectorStore implements VectorStore {
  readonly #db: Kysely<Tables>;
  readonly #column: VectorColumn;

  constructor(db: Kysely<Tables>, column: VectorColumn) {
    this.#db = db;
    this.#column = column;
  }

  async spaces(): Promise<VectorSpace[]> {
    const spaces = await this.#db
      .selectFrom('embedding_space')
      .select((space) => [
        'model',
        'token',
        space
          .selectFrom('embedding')
          .whereRef('embedding.space', '=', 'embedding_space.id')
          .select((row) => row.fn.countAll().as('count'))
          .as('vectors'),
      ])
      .execute();
    return spaces
      .map(({ vectors, ...space }) => ({ ...space, vectors: Number(vectors) }))
      .filter(({ vectors }) => vectors > 0)
      .sort((a, b) => b.vectors - a.vectors || (a.model < b.model ? -1 : 1));
  }

  async page(model: string, { after, limit }: { after: number; limit: number }): Promise<VectorRow[]> {
    const rows = await this.#ofModel(model)
      .select(['embedding.id', 'embedding.sha1', this.#column.bytes('embedding.vector').as('vector')])
      .where('embedding.id', '>', after)
      .orderBy('embedding.id')
      .limit(limit)
      .execute();
    return rows.map((row) => this.#toRow(row));
  }

  async ids(model: string): Promise<Float64Array> {
    const rows = await this.#ofModel(model).select('embedding.id').orderBy('embedding.id').execute();
    return Float64Array.from(rows, (row) => row.id);
  }

  async get(ids: readonly number[]): Promise<Map<number, VectorRow>> {
    const rows = await inChunks(ids, (keys) =>
      this.#db
        .selectFrom('embedding')
        .select(['id', 'sha1', this.#column.bytes('vector').as('vector')])
        .where('id', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.id, this.#toRow(row)]));
  }

  async idsOf(sha1s: readonly Sha1[], model: string): Promise<Map<Sha1, number>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#ofModel(model)
        .select(['embedding.id', 'embedding.sha1'])
        .where('embedding.sha1', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.sha1, row.id]));
  }

  async modelsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, string>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('embedding')
        .innerJoin('embedding_space', 'embedding_space.id', 'embedding.space')
        .select(['embedding.sha1', 'embedding_space.model'])
        .where('embedding.sha1', 'in', keys)
        .execute(),
    );
    const models = new Map(rows.map((row) => [row.sha1, row.model]));
    for (const [sha1, model] of await earlierModelsOf(
      this.#db,
      sha1s.filter((sha1) => !models.has(sha1)),
    )) {
      models.set(sha1, model);
    }
    return models;
  }

  halveEarlier(limit: number): Promise<number> {
    return atomically(this.#db, async (db) => {
      await takeTurn(db, 'vectors');
      return takeOverEarlier(db, limit, (_, embeddings) => insertHalves(db, this.#column, embeddings));
    });
  }

  async countEarlier(): Promise<number> {
    const { rows } = await this.#db
      .selectFrom('embedding_float32')
      .select((row) => row.fn.countAll().as('rows'))
      .executeTakeFirstOrThrow();
    return Number(rows);
  }

  #toRow({ id, sha1, vector }: { id: number; sha1: Sha1; vector: Uint8Array }): VectorRow {
    return { id, sha1, vector: unitVectorOf(this.#column.toHalves(vector)) };
  }

  #ofModel(model: string) {
    return this.#db
      .selectFrom('embedding')
      .where('embedding.space', '=', (space) =>
        space.selectFrom('embedding_space').select('embedding_space.id').where('model', '=', model),
      );
  }
}

/** In place of the photos' vectors of any model. */
export function putVectors(
  database: Kysely<Tables>,
  column: VectorColumn,
  model: string,
  vectors: ReadonlyMap<Sha1, Float32Array>,
): Promise<void> {
  const embeddings = [...vectors].map(([sha1, vector]) => ({ sha1, model, halves: toHalves(vector) }));
  return atomically(database, async (db) => {
    // Who is given a lower id has committed earlier: whoever reads what came after an id misses none.
    await takeTurn(db, 'vectors');
    for (const keys of chunksOf([...vectors.keys()])) {
      await forgetEarlier(db, keys);
      // New rows and no changed ones: a new id tells that it is another vector.
      await db.deleteFrom('embedding').where('sha1', 'in', keys).execute();
    }
    await insertHalves(db, column, embeddings);
  });
}

/** In turn. */
async function insertHalves(
  db: Kysely<Tables>,
  column: VectorColumn,
  embeddings: readonly HalfEmbedding[],
): Promise<void> {
  for (const [model, ofModel] of Map.groupBy(embeddings, (embedding) => embedding.model)) {
    const space = await spaceOf(db, model);
    for (const chunk of chunksOf(ofModel, ROWS_A_STATEMENT)) {
      const rows = chunk.map(({ sha1, halves }) => ({
        sha1,
        space,
        format: HALF,
        vector: column.fromHalves(halves),
      }));
      await db.insertInto('embedding').values(rows).execute();
    }
  }
}

/** Its number; it is made with the first vector. */
async function spaceOf(db: Kysely<Tables>, model: string): Promise<number> {
  const known = () =>
    db.selectFrom('embedding_space').select('id').where('model', '=', model).executeTakeFirst();
  const row = await known();
  if (row !== undefined) return row.id;
  await db
    .insertInto('embedding_space')
    .values({ model, token: randomUUID() })
    .onConflict((conflict) => conflict.column('model').doNothing())
    .execute();
  return (await known())!.id;
}

export async function vectorsOf(
  db: Kysely<Tables>,
  column: VectorColumn,
  sha1s: readonly Sha1[],
  model: string,
): Promise<Map<Sha1, Float32Array>> {
  const rows = await inChunks(sha1s, (keys) =>
    db
      .selectFrom('embedding')
      .select(['sha1', column.bytes('vector').as('vector')])
      .where('sha1', 'in', keys)
      .where('space', '=', (space) =>
        space.selectFrom('embedding_space').select('id').where('model', '=', model),
      )
      .execute(),
  );
  const vectors = new Map<Sha1, Float32Array>(
    rows.map((row) => [row.sha1, unitVectorOf(column.toHalves(row.vector))]),
  );
  if (vectors.size === sha1s.length) return vectors;
  const missing = sha1s.filter((sha1) => !vectors.has(sha1));
  for (const [sha1, vector] of await earlierVectorsOf(db, missing, model)) vectors.set(sha1, vector);
  return vectors;
}
