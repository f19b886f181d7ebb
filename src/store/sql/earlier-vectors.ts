import type { Kysely } from 'kysely';
import { toHalves, unitVectorOf } from '../../algorithms/half-floats.ts';
import type { Sha1 } from '../../domain/photo.ts';
import { chunksOf, inChunks } from './chunks.ts';
import type { Tables } from './tables.ts';

export interface HalfEmbedding {
  readonly sha1: Sha1;
  readonly model: string;
  readonly halves: Uint8Array<ArrayBuffer>;
}

/**
 * Vectors of the time before half floats, of four bytes a number, in a table of their own until each is taken over.
 * They are read as if they had been: nothing that is made of vectors depends on when that was.
 */
export async function earlierVectorsOf(
  db: Kysely<Tables>,
  sha1s: readonly Sha1[],
  model: string,
): Promise<Map<Sha1, Float32Array>> {
  if (!(await anyEarlier(db))) return new Map();
  const rows = await inChunks(sha1s, (keys) =>
    db
      .selectFrom('embedding_float32')
      .select(['sha1', 'vector'])
      .where('sha1', 'in', keys)
      .where('model', '=', model)
      .execute(),
  );
  const vectors = new Map<Sha1, Float32Array>();
  for (const { sha1, vector } of rows) {
    const halves = halvesOf(vector);
    if (halves) vectors.set(sha1, unitVectorOf(halves));
  }
  return vectors;
}

export async function earlierModelsOf(
  db: Kysely<Tables>,
  sha1s: readonly Sha1[],
): Promise<Map<Sha1, string>> {
  if (!(await anyEarlier(db))) return new Map();
  const rows = await inChunks(sha1s, (keys) =>
    db.selectFrom('embedding_float32').select(['sha1', 'model']).where('sha1', 'in', keys).execute(),
  );
  return new Map(rows.map((row) => [row.sha1, row.model]));
}

export async function forgetEarlier(db: Kysely<Tables>, sha1s: Sha1[]): Promise<void> {
  await db.deleteFrom('embedding_float32').where('sha1', 'in', sha1s).execute();
}

/**
 * Moves at most `limit` of them. Each is taken out as it is put anew, so that the database file uses the pages that
 * fall empty and does not grow. One that is no vector is made due again instead.
 */
export async function takeOverEarlier(
  db: Kysely<Tables>,
  limit: number,
  insert: (db: Kysely<Tables>, embeddings: readonly HalfEmbedding[]) => Promise<void>,
): Promise<number> {
  const rows = await db.selectFrom('embedding_float32').selectAll().limit(limit).execute();
  const whole: HalfEmbedding[] = [];
  const broken: Sha1[] = [];
  for (const { sha1, model, vector } of rows) {
    const halves = halvesOf(vector);
    if (halves) whole.push({ sha1, model, halves });
    else broken.push(sha1);
  }
  for (const keys of chunksOf(rows.map((row) => row.sha1))) {
    await db.deleteFrom('embedding_float32').where('sha1', 'in', keys).execute();
  }
  await insert(db, whole);
  for (const keys of chunksOf(broken)) {
    await db.deleteFrom('outcome').where('stage', '=', 'embeddings').where('item', 'in', keys).execute();
  }
  return rows.length;
}

async function anyEarlier(db: Kysely<Tables>): Promise<boolean> {
  const row = await db.selectFrom('embedding_float32').select('sha1').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Null where the numbers are none. */
function halvesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  try {
    // A copy, because a Float32Array needs its bytes aligned to four.
    return toHalves(new Float32Array(new Uint8Array(bytes).buffer));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
