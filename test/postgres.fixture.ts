import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DatabaseAddress } from '../src/domain/database-address.ts';
import { openPostgresStore } from '../src/store/postgres.ts';
import type { Store } from '../src/store/store.ts';
import { POSTGRES_PROGRAMS } from './postgres-programs.ts';

export { hasPostgres } from './postgres-programs.ts';

/** Postgres refuses to run as the superuser; Debian's package brings a user for it. */
const AS_OTHER: readonly string[] =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--'] : [];

export interface PostgresCluster {
  /** Of a new and empty database. */
  database(): Promise<DatabaseAddress>;
  readonly openEmptyStore: () => Promise<Store>;
  /** Asks past the store. */
  query(address: DatabaseAddress, text: string): Promise<Record<string, unknown>[]>;
  /** Of the folder of the socket, for those who run programs of their own. */
  readonly socketFolder: string;
  /** At once, as a crash would. */
  kill(): void;
  start(): void;
  stop(): void;
}

export interface ClusterOptions {
  /** Writes go to the disk before a commit ends: for what is to outlive a crash of the machine. Slow. */
  readonly fsync?: boolean;
  readonly settings?: readonly string[];
}

/**
 * A server of its own in a temporary folder, on a Unix socket alone. Words are ordered as in English there and not by
 * bytes, as on most servers, so that nothing relies on the order of the test machine.
 */
export function startPostgres({ fsync = false, settings = [] }: ClusterOptions = {}): PostgresCluster {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-pg-'));
  if (AS_OTHER.length > 0) {
    const [uid = 0, gid = 0] = ['-u', '-g'].map((kind) => Number(output('id', [kind, 'postgres'])));
    chownSync(folder, uid, gid);
  }
  const data = join(folder, 'data');
  run('initdb', [
    ...['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-instructions'],
    ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'],
  ]);
  const options = [
    `-c listen_addresses='' -c unix_socket_directories='${folder}'`,
    ...(fsync ? [] : ['-c fsync=off -c full_page_writes=off']),
    ...settings.map((setting) => `-c ${setting}`),
  ].join(' ');
  let count = 0;
  const cluster: PostgresCluster = {
    socketFolder: folder,
    async database() {
      const name = `library_${++count}`;
      await ask(addressOf(folder, 'postgres'), `create database ${name}`);
      return new DatabaseAddress(addressOf(folder, name));
    },
    query: (address, text) => ask(address.reveal(), text),
    openEmptyStore: emptyStores(() => cluster.database()),
    kill: () => run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']),
    start: () => run('pg_ctl', ['-D', data, '-o', options, '-l', join(folder, 'log'), '-w', 'start']),
    stop() {
      spawnSync(...commandOf('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  cluster.start();
  return cluster;
}

/** Opens stores that are empty, in databases that others have closed: emptying one is quicker than making one. */
export function emptyStores(database: () => Promise<DatabaseAddress>): () => Promise<Store> {
  const free: DatabaseAddress[] = [];
  return async () => {
    const address = free.pop() ?? (await database());
    const [tables] = await ask(
      address.reveal(),
      `select string_agg(quote_ident(tablename), ', ') as names from pg_tables
       where schemaname = 'public' and tablename not like 'kysely%'`,
    );
    if (tables?.names) await ask(address.reveal(), `truncate ${tables.names} restart identity`);
    const store = await openPostgresStore(address);
    return {
      ...store,
      async close() {
        await store.close();
        free.push(address);
      },
    };
  };
}

async function ask(address: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const addressOf = (folder: string, database: string): string =>
  `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;

function commandOf(program: string, given: readonly string[]): [string, string[]] {
  const [command, ...rest] = [...AS_OTHER, join(POSTGRES_PROGRAMS, program), ...given];
  return [command!, rest];
}

function run(program: string, given: readonly string[]): void {
  const [command, rest] = commandOf(program, given);
  // Not in a folder that the other user may not enter; and no pipe, which the server would keep open.
  execFileSync(command, rest, { cwd: '/', stdio: 'ignore' });
}

const output = (command: string, given: readonly string[]): string =>
  execFileSync(command, given, { encoding: 'utf8' }).trim();
