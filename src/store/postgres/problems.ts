import type { DatabaseAddress } from '../../domain/database-address.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';

const START =
  'Check that the server runs and can be reached from here, then start again: what was done stays.';

/** What can be done, by SQLSTATE or by the name of the system's error. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: START,
  ENOTFOUND: 'Check the name of the server in runtime.cache_db or PHOTO_TAG_DATABASE_URL.',
  EAI_AGAIN: 'Check the name of the server in runtime.cache_db or PHOTO_TAG_DATABASE_URL, and the network.',
  ENOENT: 'There is no socket of a server in that folder: check the address, and that the server runs.',
  ETIMEDOUT: START,
  ECONNRESET: START,
  EPIPE: START,
  '08': START,
  '57P': START,
  '28': 'Check the user, and the password in the URL, PGPASSWORD or ~/.pgpass.',
  '3D000': 'Make the database first: createdb NAME.',
  '42501': 'Give the user the right to make tables in the database, or own it.',
  '53300': 'The server has no free connection: raise its max_connections, or start fewer workers.',
  '25006': 'The server only reads, as a standby does: give the address of the one that writes.',
};

/** The driver's own words for a connection that ended. */
const ENDED =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|connection timeout|not queryable/i;

/**
 * The error that a user can do something about: the database cannot be reached or used, or its disk is full. Other errors
 * are mistakes of this program and are returned as they are.
 */
export function problemOf(cause: unknown, address: DatabaseAddress): unknown {
  if (!(cause instanceof Error) || cause instanceof PhotoTagError) return cause;
  // Several addresses of one name were tried.
  const first = cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
  const code = 'code' in first ? String(first.code) : '';
  const said = address.mask(messageOf(first));
  const { shown } = address;
  if (code === '53100') {
    return new PhotoTagError('DISK_FULL', `The disk of the database ${shown} is full: ${said}`, {
      cause: first,
      remedy: 'Make room on the disk of the server, then start again: what was done stays.',
    });
  }
  const key = Object.keys(REMEDIES).find((start) => code.startsWith(start));
  const remedy = key === undefined ? (ENDED.test(first.message) ? START : undefined) : REMEDIES[key];
  if (remedy === undefined) return cause;
  return new PhotoTagError('STORE_UNUSABLE', `The database ${shown} cannot be used: ${said}`, {
    cause: first,
    remedy,
  });
}
