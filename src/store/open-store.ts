import { existsSync } from 'node:fs';
import type { DatabaseAddress } from '../domain/database-address.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** Hears when tables of an earlier version are changed, which takes minutes for a large library. */
  readonly onUpgrade?: ((notice: string) => void) | undefined;
  /** What SQLite may keep of the file in memory; much, for a run, where it is left out. */
  readonly cacheKiB?: number | undefined;
}

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
