import type { Kysely } from 'kysely';
import { unitVectorOf } from '../../algorithms/half-floats.ts';
import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { LabelSet, LabelStore, ScoredLabel, VectorPlaces } from '../label-store.ts';
import type { Tables } from './tables.ts';

type TagKey = { readonly layer: TagLayer; readonly name: string };

/** Rows a statement: a direction takes some kilobytes. */
const ROWS_A_STATEMENT = 64;

export class SqlLabelStore implements LabelStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async get(space: string): Promise<LabelSet | null> {
    const set = await this.#db
      .selectFrom('label_set')
      .selectAll()
      .where('space', '=', space)
      .executeTakeFirst();
    if (set === undefined) return null;
    const rows = await this.#db
      .selectFrom('label_model')
      .select(['label', 'direction'])
      .where('space', '=', space)
      .orderBy('position')
      .execute();
    return { ...set, labels: rows.map(({ label, direction }) => toLabel(label, direction)) };
  }

  async put({ space, inputs, vectors, digest, labels }: LabelSet): Promise<void> {
    await this.#db.deleteFrom('label_model').where('space', '=', space).execute();
    await this.#db
      .insertInto('label_set')
      .values({ space, inputs, vectors, digest })
      .onConflict((conflict) => conflict.column('space').doUpdateSet({ inputs, vectors, digest }))
      .execute();
    const rows = labels.map(({ model: { direction, ...model }, ...label }, position) => ({
      space,
      position,
      label: JSON.stringify({ ...label, model }),
      direction: bytesOf(direction),
    }));
    for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
      await this.#db
        .insertInto('label_model')
        .values(rows.slice(from, from + ROWS_A_STATEMENT))
        .execute();
    }
  }

  async sample(space: string, limit: number): Promise<Float32Array[]> {
    const rows = await this.#ofSpace(space).select('vector').orderBy('sha1').limit(limit).execute();
    return rows.map((row) => unitVectorOf(row.vector));
  }

  async decided({ layer, name }: TagKey, keeps: boolean, limit: number): Promise<Sha1[]> {
    const rows = await this.#db
      .selectFrom('decision')
      .select('sha1')
      .where('layer', '=', layer)
      .where('name', '=', name)
      .where('verdict', 'in', keeps ? ['accepted', 'added'] : ['rejected'])
      .orderBy('sha1')
      .limit(limit)
      .execute();
    return rows.map((row) => row.sha1);
  }

  async countDecided(layer: TagLayer): Promise<Map<string, { kept: number; rejected: number }>> {
    const rows = await this.#db
      .selectFrom('decision')
      .select(['name', 'verdict', (row) => row.fn.countAll().as('photos')])
      .where('layer', '=', layer)
      .groupBy(['name', 'verdict'])
      .execute();
    const counts = new Map<string, { kept: number; rejected: number }>();
    for (const { name, verdict, photos } of rows) {
      const count = counts.get(name) ?? { kept: 0, rejected: 0 };
      count[verdict === 'rejected' ? 'rejected' : 'kept'] += Number(photos);
      counts.set(name, count);
    }
    return counts;
  }

  async places(space: string): Promise<VectorPlaces> {
    // In order of SHA-1 both tables are read from end to end by their indexes, and no vector is read.
    const rows = await this.#ofSpace(space)
      .innerJoin('cluster_member', 'cluster_member.sha1', 'embedding.sha1')
      .select(['embedding.id', 'cluster_member.cluster_id'])
      .orderBy('embedding.sha1')
      .execute();
    rows.sort((a, b) => a.id - b.id);
    const places = new Map<string, number>();
    const clusters = new Int32Array(rows.length);
    rows.forEach((row, i) => {
      let place = places.get(row.cluster_id);
      if (place === undefined) {
        place = places.size;
        places.set(row.cluster_id, place);
      }
      clusters[i] = place;
    });
    return { ids: Float64Array.from(rows, (row) => row.id), clusters, clusterIds: [...places.keys()] };
  }

  #ofSpace(space: string) {
    return this.#db
      .selectFrom('embedding')
      .where('embedding.space', '=', (row) =>
        row.selectFrom('embedding_space').select('embedding_space.id').where('model', '=', space),
      );
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function toLabel(text: string, bytes: Uint8Array): ScoredLabel {
  const label = JSON.parse(text) as ScoredLabel & { model: Omit<LabelModel, 'direction'> };
  // A copy: the bytes of a row begin at any address.
  const direction = new Float32Array(Uint8Array.from(bytes).buffer);
  return { ...label, model: { ...label.model, direction } };
}
