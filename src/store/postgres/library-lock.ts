import { hostname } from 'node:os';
import pg from 'pg';
import type { DatabaseAddress } from '../../domain/database-address.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { LOCK_CLASS } from '../sql/dialect.ts';
import type { LibraryLock, LockRequest } from '../store.ts';
import { clientConfig } from './pool.ts';
import { problemOf } from './problems.ts';

/** Beside those of turns and migrations, which have smaller numbers. */
const LIBRARY_LOCK = 100;
const KEY = `${LOCK_CLASS}, ${LIBRARY_LOCK}`;
/** Longer names of connections are cut by the server. */
const LONGEST_NAME = 63;

/**
 * A lock that the server gives to one connection and takes back when that ends: with the process, or with the network.
 * The name of the connection tells others who holds it.
 */
export async function lockLibrary(
  address: DatabaseAddress,
  { command, mode = 'alone' }: LockRequest,
): Promise<LibraryLock> {
  const lost = new AbortController();
  const client = new pg.Client(clientConfig(address, `photo-tag ${command}`.slice(0, LONGEST_NAME)));
  let isOver = false;
  const end = (cause: unknown): void => {
    if (!isOver) lost.abort(problemOf(cause, address));
    isOver = true;
  };
  client.on('error', end);
  client.on('end', () => end(new Error('Connection terminated')));
  try {
    await client.connect();
    const shared = mode === 'shared' ? '_shared' : '';
    const { rows } = await client.query<{ has: boolean }>(
      `select pg_try_advisory_lock${shared}(${KEY}) as has`,
    );
    if (rows[0]?.has !== true) throw await lockedBy(client, address);
  } catch (cause) {
    isOver = true;
    await client.end().catch(() => {});
    throw problemOf(cause, address);
  }
  return {
    lost: lost.signal,
    async release() {
      if (isOver) return;
      isOver = true;
      await client.end().catch(() => {});
    },
  };
}

async function lockedBy(client: pg.Client, address: DatabaseAddress): Promise<PhotoTagError> {
  const { rows } = await client.query<{ name: string; host: string | null; since: string }>(
    `select application_name as name, coalesce(host(client_addr), 'the server itself') as host,
       to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
     from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and granted and classid = ${LOCK_CLASS} and objid = ${LIBRARY_LOCK}
       and pg_locks.database = (select oid from pg_database where datname = current_database())
     order by backend_start limit 1`,
  );
  const holder = rows[0];
  const who = holder ? `${holder.name}, from ${holder.host}, since ${holder.since}` : 'it has just ended';
  return new PhotoTagError('LOCKED', `Another run is at work on ${address.shown} (${who})`, {
    remedy: `Wait until it ends, or stop it there with Ctrl-C; what it has done stays. This is ${hostname()}.`,
  });
}
