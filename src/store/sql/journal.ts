import type { Kysely } from 'kysely';
import type { JournalStore, WriteRecord } from '../store.ts';
import type { Tables } from './tables.ts';

export class SqlJournalStore implements JournalStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async startWrite(command: string): Promise<number> {
    const last = await this.#db
      .selectFrom('write_run')
      .select((run) => run.fn.max('id').as('id'))
      .executeTakeFirst();
    const id = (last?.id ?? 0) + 1;
    await this.#db
      .insertInto('write_run')
      .values({ id, command, started_at: new Date().toISOString() })
      .execute();
    return id;
  }

  announce(records: readonly WriteRecord[]): Promise<void> {
    return this.#put(records, 'announced');
  }

  confirm(records: readonly WriteRecord[]): Promise<void> {
    return this.#put(records, 'written');
  }

  async withdraw(records: readonly WriteRecord[]): Promise<void> {
    for (const record of records) {
      await this.#db
        .deleteFrom('written_sidecar')
        .where('run_id', '=', record.runId)
        .where('sidecar', '=', record.sidecar)
        .where('original', '=', record.original)
        .execute();
    }
  }

  open(): Promise<WriteRecord[]> {
    return this.#inState('announced');
  }

  written(): Promise<WriteRecord[]> {
    return this.#inState('written');
  }

  async #put(records: readonly WriteRecord[], state: 'announced' | 'written'): Promise<void> {
    for (const record of records) {
      const row = {
        state,
        created: record.created ? 1 : 0,
        subject: JSON.stringify(record.addedSubject),
        hierarchical: JSON.stringify(record.addedHierarchicalSubject),
        written_at: record.writtenAt,
      };
      await this.#db
        .insertInto('written_sidecar')
        .values({ run_id: record.runId, original: record.original, sidecar: record.sidecar, ...row })
        .onConflict((conflict) => conflict.columns(['run_id', 'sidecar', 'original']).doUpdateSet(row))
        .execute();
    }
  }

  async #inState(state: 'announced' | 'written'): Promise<WriteRecord[]> {
    const rows = await this.#db
      .selectFrom('written_sidecar')
      .selectAll()
      .where('state', '=', state)
      .orderBy('run_id')
      .orderBy('original')
      .execute();
    return rows.map((row) => ({
      runId: row.run_id,
      original: row.original,
      sidecar: row.sidecar,
      created: row.created === 1,
      addedSubject: JSON.parse(row.subject) as string[],
      addedHierarchicalSubject: JSON.parse(row.hierarchical) as string[],
      writtenAt: row.written_at,
    }));
  }
}
