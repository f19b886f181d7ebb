import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

export const isPostgres = (db: Pick<Kysely<never>, 'getExecutor'>): boolean =>
  db.getExecutor().adapter instanceof PostgresAdapter;

/** All or nothing: in the transaction that there is, or else in one of its own. */
export function atomically<Result>(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** Sequences of reading and writing that must not run beside each other, each with the number of its lock. */
const TURNS = { vectors: 1, clusters: 2, decisions: 3, dates: 4, labels: 5 } as const;

/** The first half of the key of every lock that this program takes: `ptag`. */
export const LOCK_CLASS = 0x70_74_61_67;

/**
 * Waits until no other transaction is in this turn, and keeps others out until this one ends. SQLite has one writer at
 * a time anyway. To be called before anything else is locked, or two transactions may wait for each other.
 */
export async function takeTurn(db: Kysely<Tables>, turn: keyof typeof TURNS): Promise<void> {
  if (!isPostgres(db) || !db.isTransaction) return;
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK_CLASS)}, ${sql.lit(TURNS[turn])})`.execute(db);
}

/** A member of a JSON object in a text column, as text; null where there is none. */
export function jsonText(
  db: Kysely<Tables>,
  column: string,
  ...path: readonly string[]
): RawBuilder<string | null> {
  const last = path.at(-1)!;
  const inner = path.slice(0, -1);
  if (!isPostgres(db)) {
    return sql`${sql.ref(column)}${sql.join(
      inner.map((name) => sql` -> ${sql.lit(name)}`),
      sql``,
    )} ->> ${sql.lit(last)}`;
  }
  return sql`json_text(${sql.ref(column)}, ${sql.join(path.map((name) => sql.lit(name)))})`;
}
