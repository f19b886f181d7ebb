import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import type { DatabaseAddress } from '../../domain/database-address.ts';
import { problemOf } from './problems.ts';
import { fromSafeText, toSafeText } from './safe-text.ts';

/** A page, a run and what they do at once; each costs the server some megabytes. */
const MOST_CONNECTIONS = 8;
const CONNECT_MILLIS = 15_000;
/** A server that is gone without a word is noticed after so long without an answer, and ten seconds of asking. */
const KEEP_ALIVE_MILLIS = 20_000;

const { INT8, NUMERIC, TEXT, VARCHAR, BPCHAR } = pg.types.builtins;
const PARSERS = new Map<number, (text: string) => unknown>([
  // Sizes, microseconds and nano-dollars, all far below 2⁵³.
  [INT8, Number],
  [NUMERIC, Number],
  [TEXT, fromSafeText],
  [VARCHAR, fromSafeText],
  [BPCHAR, fromSafeText],
]);

/**
 * Settings of each connection. Commits need not be on the disk when they end: as with SQLite the last ones may be lost in
 * a power cut, and the database is as it was before them. Transactions that are to outlive it say so themselves.
 * A client that is gone, or hangs in the middle of a transaction, is noticed in a minute, so that what it locked is free.
 */
const SESSION = [
  'synchronous_commit=off',
  'statement_timeout=0',
  'idle_in_transaction_session_timeout=60000',
  'tcp_keepalives_idle=20',
  'tcp_keepalives_interval=10',
  'tcp_keepalives_count=4',
  'timezone=UTC',
  'client_min_messages=warning',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

export function clientConfig(address: DatabaseAddress, name = 'photo-tag'): pg.ClientConfig {
  return {
    connectionString: address.reveal(),
    application_name: name,
    connectionTimeoutMillis: CONNECT_MILLIS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MILLIS,
    options: SESSION,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        PARSERS.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
}

/** Connections as Kysely wants them: any text can be kept, and what fails says so in the words of this program. */
export function openPool(address: DatabaseAddress): PostgresPool & { cut(): void } {
  const pool = new pg.Pool({ ...clientConfig(address), max: MOST_CONNECTIONS });
  // Connections that break while nobody uses them are replaced when somebody needs one.
  pool.on('error', () => {});
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => open.add(client));
  pool.on('remove', (client) => open.delete(client));
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      try {
        const client = await pool.connect();
        const known = clients.get(client) ?? safeClient(client, address);
        clients.set(client, known);
        return known;
      } catch (cause) {
        throw problemOf(cause, address);
      }
    },
    end: () => pool.end(),
    cut() {
      // The driver has no word for it that does not wait for the server.
      for (const client of open)
        (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    },
  };
}

function safeClient(client: pg.PoolClient, address: DatabaseAddress): PostgresPoolClient {
  // Whoever waits for an answer is told by its own error.
  client.on('error', () => {});
  const query = async (text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<never>> => {
    try {
      return (await client.query(text, parameters.map(toParameter))) as unknown as PostgresQueryResult<never>;
    } catch (cause) {
      throw problemOf(cause, address);
    }
  };
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

/** For any text to be kept. */
export const toParameter = (value: unknown): unknown =>
  typeof value === 'string' ? toSafeText(value) : value;
