import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../domain/errors.ts';
import type { CarriedOver } from '../database-backup.ts';
import { migrationsOf } from './content.ts';

/**
 * What is not the user's word but what happened in the world, and goes on being so when the user's word is put back: which
 * keywords of ours stand in which sidecar, which of them were taken back, and what was sent to whom at what price.
 * Parents before their children.
 */
const HAPPENED = ['write_run', 'sidecar_entry', 'undone_tag', 'vision_run', 'egress', 'vision_answer'];

const RUNS = ['write_run', 'vision_run'] as const;

/**
 * Puts the journal of sidecars and the egress log of the former library in the place of those in `database`, where they
 * are the same ones, later. So `undo` knows every keyword that stands in a sidecar, and no call goes unaccounted.
 */
export function carryOver(database: DatabaseSync, former: string): CarriedOver {
  const nothing = (problem: string): CarriedOver => ({ sidecarChanges: 0, sent: 0, problem });
  try {
    database.prepare('attach ? as former').run(former);
  } catch (error) {
    return nothing(messageOf(error));
  }
  try {
    const schemas = [migrationsOf(database), migrationsIn(database)].map((names) => names.join());
    if (schemas[0] !== schemas[1]) return nothing('the former library has tables of another version');
    for (const table of RUNS) {
      if (!isContinued(database, table)) return nothing('the former library is another one');
    }
    return takeOver(database);
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    return nothing(messageOf(error));
  } finally {
    database.exec('detach former');
  }
}

function migrationsIn(database: DatabaseSync): string[] {
  return database
    .prepare('select name from former.kysely_migration order by name')
    .all()
    .map(({ name }) => String(name));
}

/** Every run that the copy knows is in the former library, the same to the second. */
function isContinued(database: DatabaseSync, table: (typeof RUNS)[number]): boolean {
  const { n } = database
    .prepare(
      `select count(*) as n from main.${table} as own where not exists
        (select 1 from former.${table} as other where other.id = own.id and other.started_at = own.started_at)`,
    )
    .get()!;
  return Number(n) === 0;
}

function takeOver(database: DatabaseSync): CarriedOver {
  const count = (table: string): number =>
    Number(database.prepare(`select count(*) as n from main.${table}`).get()!.n);
  const before = { entries: count('sidecar_entry'), sent: count('egress') };
  database.exec('begin');
  for (const table of HAPPENED.toReversed()) database.exec(`delete from main.${table}`);
  for (const table of HAPPENED) {
    const columns = database
      .prepare(`select name from pragma_table_info('${table}', 'main')`)
      .all()
      .map(({ name }) => `"${name}"`)
      .join(', ');
    database.exec(`insert into main.${table} (${columns}) select ${columns} from former.${table}`);
  }
  database.exec('commit');
  return {
    sidecarChanges: count('sidecar_entry') - before.entries,
    sent: count('egress') - before.sent,
    problem: null,
  };
}
