import { type Kysely, sql } from 'kysely';
import type { ClusterSpan, PositionRows, PositionStore } from '../position-store.ts';
import { jsonText } from './dialect.ts';
import type { Tables } from './tables.ts';

export class SqlPositionStore implements PositionStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async all(): Promise<PositionRows> {
    const text = (...path: string[]) => jsonText(this.#db, 'metadata.metadata', ...path);
    // The condition is that of the index: only photos that have a position are read.
    const rows = await this.#db
      .selectFrom('metadata')
      .where(sql<boolean>`${text('gps')} is not null`)
      .innerJoin('capture_time', 'capture_time.sha1', 'metadata.sha1')
      .innerJoin('cluster_member', 'cluster_member.sha1', 'metadata.sha1')
      .innerJoin('cluster', 'cluster.id', 'cluster_member.cluster_id')
      .innerJoin('outcome', (join) =>
        join
          .onRef('outcome.item', '=', 'metadata.sha1')
          .on('outcome.stage', '=', 'scan')
          .on('outcome.status', '=', 'done'),
      )
      .where('capture_time.wall_ms', 'is not', null)
      .select([
        'capture_time.wall_ms',
        'cluster.window_id',
        text('gps', 'latitude').as('latitude'),
        text('gps', 'longitude').as('longitude'),
        sql<string>`coalesce(${text('make')}, '') || '|' || coalesce(${text('model')}, '')
          || '|' || coalesce(${text('bodySerial')}, '')`.as('camera'),
      ])
      .execute();
    const texts = new Map<string, string>();
    const one = (text: string): string => {
      const known = texts.get(text) ?? text;
      texts.set(text, known);
      return known;
    };
    return {
      wallMillis: Float64Array.from(rows, (row) => row.wall_ms!),
      latitude: Float64Array.from(rows, (row) => Number(row.latitude)),
      longitude: Float64Array.from(rows, (row) => Number(row.longitude)),
      camera: rows.map((row) => one(row.camera)),
      window: rows.map((row) => one(row.window_id)),
    };
  }

  async spans(): Promise<Map<string, ClusterSpan>> {
    const rows = await this.#db
      .selectFrom('cluster')
      .select(['id', 'window_id', 'start_ms', 'end_ms'])
      .execute();
    return new Map(
      rows.map((row) => [
        row.id,
        { windowId: row.window_id, startMillis: row.start_ms, endMillis: row.end_ms },
      ]),
    );
  }
}
