import { existsSync } from 'node:fs';
import type { DatabaseAddress } from '../domain/database-address.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store, StoreOptions } from './store.ts';

/**
 * Opens the library at that address, or makes an empty one. The driver of Postgres is loaded for a URL alone.
 */
export async function openStore(
  address: DatabaseAddress,
  { onUpgrade, cacheKiB }: StoreOptions = {},
): Promise<Store> {
  if (address.kind === 'sqlite') return openSqliteStore(address.reveal(), { onUpgrade, cacheKiB });
  const { openPostgresStore } = await import('./postgres.ts');
  return openPostgresStore(address, onUpgrade);
}

/** Whether there is one to open: a file, or the address of a server, which is asked when it is opened. */
export const hasLibrary = async (address: DatabaseAddress): Promise<boolean> =>
  address.kind === 'postgres' || existsSync(address.reveal());
