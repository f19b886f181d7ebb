import type { Kysely, Selectable } from 'kysely';
import type { Sha1 } from '../../domain/photo.ts';
import type {
  JournalDeed,
  JournalEntry,
  JournalRun,
  JournalRunKind,
  JournalTag,
} from '../../domain/sidecar-journal.ts';
import type { JournalRow, JournalStore, Page } from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { atomically } from './dialect.ts';
import type { Tables } from './tables.ts';

type State = 'announced' | 'done';

export class SqlJournalStore implements JournalStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async startRun(kind: JournalRunKind, command: string, of?: number): Promise<number> {
    const { id } = await this.#db
      .insertInto('write_run')
      .values({ command, started_at: new Date().toISOString(), kind, of_run: of ?? null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  async runs(): Promise<(JournalRun & { sidecars: number })[]> {
    const rows = await this.#db.selectFrom('write_run').selectAll().orderBy('id').execute();
    const counts = await this.#db
      .selectFrom('sidecar_entry')
      .select(['run_id', (entry) => entry.fn.countAll().as('sidecars')])
      .where('state', '=', 'done')
      .where('deed', 'in', ['added', 'removed', 'respelled'])
      .groupBy('run_id')
      .execute();
    const sidecars = new Map(counts.map((row) => [row.run_id, Number(row.sidecars)]));
    return rows.map((row) => ({
      sidecars: sidecars.get(row.id) ?? 0,
      id: row.id,
      kind: row.kind as JournalRunKind,
      command: row.command,
      of: row.of_run,
      startedAt: row.started_at,
    }));
  }

  announce(entries: readonly JournalEntry[]): Promise<JournalRow[]> {
    return this.#insert(entries, 'announced');
  }

  async record(entries: readonly JournalEntry[]): Promise<void> {
    await this.#insert(entries, 'done');
  }

  async confirm(rows: readonly JournalRow[]): Promise<void> {
    for (const row of rows) {
      await this.#db
        .updateTable('sidecar_entry')
        .set({ ...columnsOf(row), state: 'done' })
        .where('id', '=', row.id)
        .execute();
    }
  }

  async withdraw(ids: readonly number[]): Promise<void> {
    for (const chunk of chunksOf(ids)) {
      await this.#db.deleteFrom('sidecar_entry').where('id', 'in', chunk).execute();
    }
  }

  async open(): Promise<JournalRow[]> {
    const rows = await this.#inState('announced').execute();
    return rows.map(toRow);
  }

  async page(page: { after: number; limit: number; runId?: number }): Promise<JournalRow[]> {
    const rows = await this.#inState('done')
      .where('id', '>', page.after)
      .$if(page.runId !== undefined, (query) => query.where('run_id', '=', page.runId!))
      .limit(page.limit)
      .execute();
    return rows.map(toRow);
  }

  async ofSidecars(sidecars: readonly string[]): Promise<Map<string, JournalRow[]>> {
    const rows = await inChunks(sidecars, (keys) =>
      this.#inState('done').where('sidecar', 'in', keys).execute(),
    );
    return Map.groupBy(rows.map(toRow), (row) => row.sidecar);
  }

  async sidecars({ after, limit }: Page, names?: readonly string[]): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('sidecar_entry')
      .select('sidecar')
      .distinct()
      .where('state', '=', 'done')
      .$if(after !== null, (query) => query.where('sidecar', '>', after!))
      .$if(names !== undefined, (query) =>
        query.where(({ or, eb }) => or(names!.map((name) => eb('tags', 'like', namedInJson(name))))),
      )
      .orderBy('sidecar')
      .limit(limit)
      .execute();
    return rows.map((row) => row.sidecar);
  }

  async strays(): Promise<{ sidecar: string; original: string; sha1: Sha1 }[]> {
    const rows = await this.#db
      .selectFrom('sidecar_entry as entry')
      .leftJoin('file', (join) =>
        join.onRef('file.path', '=', 'entry.original').on('file.status', '=', 'present'),
      )
      .select(['entry.sidecar', 'entry.original', 'entry.sha1'])
      .where('entry.state', '=', 'done')
      .where('entry.deed', '=', 'added')
      .where('entry.sha1', 'is not', null)
      .where('file.path', 'is', null)
      .orderBy('entry.id')
      .execute();
    return [...new Map(rows.map((row) => [row.sidecar, { ...row, sha1: row.sha1! }])).values()];
  }

  async relocate(from: string, { sidecar, original }: { sidecar: string; original: string }): Promise<void> {
    await this.#db
      .updateTable('sidecar_entry')
      .set({ sidecar, original })
      .where('sidecar', '=', from)
      .execute();
  }

  #inState(state: State) {
    return this.#db.selectFrom('sidecar_entry').selectAll().where('state', '=', state).orderBy('id');
  }

  async #insert(entries: readonly JournalEntry[], state: State): Promise<JournalRow[]> {
    return atomically(this.#db, async (db) => {
      const rows: JournalRow[] = [];
      for (const chunk of chunksOf(entries, 1000)) {
        const given = await db
          .insertInto('sidecar_entry')
          .values(chunk.map((entry) => ({ state, ...columnsOf(entry) })))
          .returning('id')
          .execute();
        // Rows are given ids in the order that they were named in; who returns them promises no order.
        const ids = given.map((row) => row.id).sort((one, other) => one - other);
        chunk.forEach((entry, i) => {
          rows.push({ ...entry, id: ids[i]! });
        });
      }
      return rows;
    });
  }
}

/** For LIKE, which finds a few more where a name has a `%` or `_`: whoever asks looks at the tags themselves. */
const namedInJson = (name: string): string => `%"name":${JSON.stringify(name).replace(/[\\%_]/g, '_')}%`;

const columnsOf = (entry: JournalEntry) => ({
  run_id: entry.runId,
  deed: entry.deed,
  original: entry.original,
  sha1: entry.sha1,
  sidecar: entry.sidecar,
  whole: entry.whole ? 1 : 0,
  tags: JSON.stringify(entry.tags),
  former: entry.former === undefined ? null : JSON.stringify(entry.former),
  trace: entry.trace,
  sha1_before: entry.sha1Before,
  sha1_after: entry.sha1After,
  at: entry.at,
});

const toRow = (row: Selectable<Tables['sidecar_entry']>): JournalRow => ({
  id: row.id,
  runId: row.run_id,
  deed: row.deed as JournalDeed,
  original: row.original,
  sha1: row.sha1,
  sidecar: row.sidecar,
  whole: row.whole === 1,
  tags: JSON.parse(row.tags) as JournalTag[],
  // Not there before the vocabulary could be changed.
  ...(typeof row.former === 'string' && { former: JSON.parse(row.former) as JournalTag[] }),
  trace: row.trace,
  sha1Before: row.sha1_before,
  sha1After: row.sha1_after,
  at: row.at,
});
