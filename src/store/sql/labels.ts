import { setImmediate as otherWork } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { unitVectorOf } from '../../algorithms/half-floats.ts';
import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { LabelSet, LabelStore, ScoredLabel, VectorPlaces } from '../label-store.ts';
import { inChunks } from './chunks.ts';
import { atomically, takeTurn } from './dialect.ts';
import type { Tables } from './tables.ts';
import type { VectorColumn } from './vector-column.ts';

type TagKey = { readonly layer: TagLayer; readonly name: string };

/** Rows a statement: a direction takes some kilobytes. */
const ROWS_A_STATEMENT = 64;
/** Rows read at once where a whole table is: some megabytes, and other work is let in between. */
const PAGE = 20_000;

export class SqlLabelStore implements LabelStore {
  readonly #db: Kysely<Tables>;
  readonly #column: VectorColumn;

  constructor(db: Kysely<Tables>, column: VectorColumn) {
    this.#db = db;
    this.#column = column;
  }

  async get(space: string): Promise<LabelSet | null> {
    const row = await this.#db
      .selectFrom('label_set')
      .selectAll()
      .where('space', '=', space)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { digest, ...set } = row;
    const rows = await this.#db
      .selectFrom('label_model')
      .select(['label', 'direction'])
      .where('space', '=', space)
      .orderBy('position')
      .execute();
    return {
      ...set,
      digests: JSON.parse(digest) as LabelSet['digests'],
      labels: rows.map(({ label, direction }) => toLabel(label, direction)),
    };
  }

  put(set: LabelSet): Promise<void> {
    return atomically(this.#db, (db) => new SqlLabelStore(db, this.#column).#put(set));
  }

  async #put({ space, inputs, vectors, digests, labels }: LabelSet): Promise<void> {
    await takeTurn(this.#db, 'labels');
    const digest = JSON.stringify(digests);
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
    const rows = await this.#ofSpace(space)
      .select(this.#column.bytes('vector').as('vector'))
      .orderBy('sha1')
      .limit(limit)
      .execute();
    return rows.map((row) => unitVectorOf(this.#column.toHalves(row.vector)));
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
    const ids: number[] = [];
    const clusters: number[] = [];
    const places = new Map<string, number>();
    // Both are read from end to end in order of SHA-1, and no vector is read: a join would look each photo up.
    const members = pagesOf((after) =>
      this.#db
        .selectFrom('cluster_member')
        .select(['sha1', 'cluster_id'])
        .where('sha1', '>', after)
        .orderBy('sha1')
        .limit(PAGE)
        .execute(),
    );
    const vectors = pagesOf((after) =>
      this.#ofSpace(space)
        .select(['sha1', 'id'])
        .where('sha1', '>', after)
        .orderBy('sha1')
        .limit(PAGE)
        .execute(),
    );
    let among: { readonly sha1: Sha1; readonly cluster_id: string }[] = [];
    let at = 0;
    let ended = false;
    for await (const page of vectors) {
      for (const { sha1, id } of page) {
        for (;;) {
          while (at < among.length && among[at]!.sha1 < sha1) at++;
          if (at < among.length || ended) break;
          const next = await members.next();
          ended = next.done === true;
          among = next.value ?? [];
          at = 0;
        }
        const row = among[at];
        if (row === undefined || row.sha1 !== sha1) continue;
        let place = places.get(row.cluster_id);
        if (place === undefined) {
          place = places.size;
          places.set(row.cluster_id, place);
        }
        ids.push(id);
        clusters.push(place);
      }
    }
    return inOrderOfId(ids, clusters, [...places.keys()]);
  }

  async unplaced(space: string): Promise<Float64Array> {
    const rows = await this.#ofSpace(space)
      .select('embedding.id')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('cluster_member')
              .select('cluster_member.sha1')
              .whereRef('cluster_member.sha1', '=', 'embedding.sha1'),
          ),
        ),
      )
      .execute();
    return Float64Array.from(rows, (row) => row.id).sort();
  }

  async clustersOf(ids: readonly number[]): Promise<Map<number, string>> {
    const rows = await inChunks(ids, (keys) =>
      this.#db
        .selectFrom('embedding')
        .innerJoin('cluster_member', 'cluster_member.sha1', 'embedding.sha1')
        .select(['embedding.id', 'cluster_member.cluster_id'])
        .where('embedding.id', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.id, row.cluster_id]));
  }

  #ofSpace(space: string) {
    return this.#db
      .selectFrom('embedding')
      .where('embedding.space', '=', (row) =>
        row.selectFrom('embedding_space').select('embedding_space.id').where('model', '=', space),
      );
  }
}

/** Pages of rows in order of SHA-1, none of them empty. */
async function* pagesOf<Row extends { readonly sha1: Sha1 }>(
  page: (after: Sha1) => Promise<Row[]>,
): AsyncGenerator<Row[], undefined> {
  for (let after = ''; ; ) {
    const rows = await page(after);
    if (rows.length > 0) yield rows;
    // A server has other things to do in between.
    await otherWork();
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.sha1;
  }
}

function inOrderOfId(
  ids: readonly number[],
  clusters: readonly number[],
  clusterIds: readonly string[],
): VectorPlaces {
  // Ids are given one after the other, so that a table of them all is small, and nothing has to be sorted.
  const ofId = new Int32Array(ids.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (let i = 0; i < ids.length; i++) ofId[ids[i]!] = clusters[i]! + 1;
  const inOrder = { ids: new Float64Array(ids.length), clusters: new Int32Array(ids.length), clusterIds };
  for (let id = 0, at = 0; id < ofId.length; id++) {
    if (ofId[id] === 0) continue;
    inOrder.ids[at] = id;
    inOrder.clusters[at++] = ofId[id]! - 1;
  }
  return inOrder;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function toLabel(text: string, bytes: Uint8Array): ScoredLabel {
  const label = JSON.parse(text) as ScoredLabel & { model: Omit<LabelModel, 'direction'> };
  // A copy: the bytes of a row begin at any address.
  const direction = new Float32Array(Uint8Array.from(bytes).buffer);
  return { ...label, model: { ...label.model, direction } };
}
