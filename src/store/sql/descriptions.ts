import { type Kysely, sql } from 'kysely';
import type { Description } from '../../domain/description.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { DescriptionStore, DueMedoid, StoredDescription } from '../description-store.ts';
import { inChunks } from './chunks.ts';
import { outcomeOf } from './outcome-of.ts';
import type { Tables } from './tables.ts';

export class SqlDescriptionStore implements DescriptionStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async put({ sha1, captioner, description }: StoredDescription): Promise<void> {
    const said = { captioner, description: JSON.stringify(description) };
    await this.#db
      .insertInto('description')
      .values({ sha1, ...said })
      .onConflict((conflict) => conflict.column('sha1').doUpdateSet(said))
      .execute();
  }

  async of(sha1s: readonly Sha1[]): Promise<Map<Sha1, Description>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('description')
        .select(['sha1', 'description'])
        .where('sha1', 'in', keys)
        .orderBy('sha1')
        .execute(),
    );
    return new Map(rows.map(({ sha1, description }) => [sha1, JSON.parse(description) as Description]));
  }

  async page({ after, limit }: { after: Sha1 | null; limit: number }): Promise<StoredDescription[]> {
    const rows = await this.#db
      .selectFrom('description')
      .selectAll()
      .where('sha1', '>', after ?? '')
      .orderBy('sha1')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, description: JSON.parse(row.description) as Description }));
  }

  async dueMedoids(captioner: string, among?: readonly Sha1[]): Promise<DueMedoid[]> {
    if (among?.length === 0) return [];
    const fingerprint = sql<string>`cast(${captioner} as text) || '|' || proxy.digest`;
    let due = this.#db
      .selectFrom('cluster')
      .innerJoin('outcome as proxy', (join) =>
        join
          .onRef('proxy.item', '=', 'cluster.medoid')
          .on('proxy.stage', '=', 'proxies')
          .on('proxy.status', '=', 'done'),
      )
      .innerJoin('outcome as scan', (join) =>
        join
          .onRef('scan.item', '=', 'cluster.medoid')
          .on('scan.stage', '=', 'scan')
          .on('scan.status', '=', 'done'),
      )
      .where(outcomeOf('captions', 'cluster.medoid', 'fingerprint'), 'is distinct from', fingerprint)
      .select(['cluster.medoid as sha1', fingerprint.as('fingerprint')])
      .orderBy('cluster.medoid');
    if (among !== undefined) due = due.where('cluster.medoid', 'in', [...among]);
    return due.execute();
  }
}
